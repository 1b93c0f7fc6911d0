using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Decides what becomes of the files of a kind that is declared as JSON documents.</summary>
internal sealed class DocumentFiles(
    AssetKind kind,
    DeploymentEnvironment environment,
    ExportRequest request,
    ExportIndex index,
    WorkspaceNames names,
    DeclaredPaths places
)
{
    /// <summary>What makes a file the source for more than one environment: an export knows one only.</summary>
    private static readonly string[] Variables = ["${var.", "${env.", "${git."];

    private readonly Dictionary<string, Declaration> declared = request
        .Declared.Declarations.Where(declaration => declaration.Kind == kind.Name)
        .DistinctBy(declaration => declaration.Name)
        .ToDictionary(declaration => declaration.Name, StringComparer.Ordinal);

    private readonly List<Finding> findings = [];

    /// <summary>What is wrong with none of the objects but with exporting them.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    public IEnumerable<ExportDecision> Decide(IReadOnlyList<ExportDraft> drafts)
    {
        var folder = Path.Combine(request.Assets.Root, kind.Name);
        var taken = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!) : [];
        IReadOnlyList<string> fresh =
        [
            .. drafts.Where(draft => !draft.Failed && !declared.ContainsKey(draft.Name)).Select(draft => draft.Name),
        ];
        var newFiles = new FileNames(taken).For(fresh);
        if (IsPrefixed && fresh.Count > 0)
            findings.Add(
                environment
                    .PlaceOf("name_prefix")
                    .Finding(
                        "EXP015",
                        $"{(fresh.Count == 1 ? $"the {kind.Noun} {fresh[0]} has no file, and gets" : $"{fresh.Count} {kind.Name} have no file, such as {fresh[0]}, and get")} none: {environment.Name} puts {environment.NamePrefix} before the names in files, so a file of {fresh[0]} would be deployed as {environment.NamePrefix}{fresh[0]}. Export from an environment without name_prefix."
                    )
            );

        // Twins are one asset for Git, and failed all the same.
        foreach (var draft in drafts.DistinctBy(draft => draft.Name))
        {
            var existing = declared.GetValueOrDefault(draft.Name);
            yield return draft.Failed ? new ExportDecision(File(draft, existing?.File, ExportAction.Kept))
            : existing is null && IsPrefixed ? new ExportDecision(File(draft, null, ExportAction.Kept))
            : existing is null ? New(draft, $"{kind.Name}/{newFiles[draft.Name]}")
            : Existing(draft, existing);
        }
    }

    private ExportDecision New(ExportDraft draft, string file)
    {
        WarnOfIds(draft);
        return new ExportDecision(File(draft, file, ExportAction.Added)) { Content = Bytes(draft, null) };
    }

    private ExportDecision Existing(ExportDraft draft, Declaration existing)
    {
        var raw = JsonText.Load(existing.FullPath, existing.File, []);
        var content = Bytes(draft, raw?["settings"] as JObject ?? raw);
        var local = System.IO.File.ReadAllBytes(existing.FullPath);
        var isOnDisk = local.AsSpan().SequenceEqual(content);
        var couldName = raw is not null && index.IsAsWritten(existing.File, local) && AssetReferences.In(kind.Name, raw).Any(names.IsNameless);
        if (isOnDisk || (!couldName && SaysTheSame(draft, existing.Content)))
            return new ExportDecision(File(draft, existing.File, ExportAction.Unchanged))
            {
                Content = isOnDisk ? content : null,
                IsOnDisk = isOnDisk,
            };

        if (Unsure(draft, existing.Content) is { } reference)
        {
            draft.Warn(
                "EXP010",
                $"{reference.Token.Path} says {reference.Written} in {existing.File}, and the workspace does not list its "
                    + $"{reference.Target.Plural}, so that file, which differs, stays as it is. Let the exporting identity see them."
            );
            return new ExportDecision(File(draft, existing.File, ExportAction.Kept));
        }

        WarnOfIds(draft);
        if (Source(raw) is { } source)
        {
            draft.Warn(
                "EXP006",
                $"differs from the workspace, and {existing.File} stays as it is, because {source}. Change it by hand, or delete "
                    + $"it and export again."
            );
            return new ExportDecision(File(draft, existing.File, ExportAction.Kept));
        }

        if (Reshaping(existing) is { } reshaping)
        {
            draft.Warn(
                "EXP006",
                $"differs from the workspace, and {existing.File} stays as it is, because {reshaping}. Change it by hand, or "
                    + $"export from an environment that takes it as it is."
            );
            return new ExportDecision(File(draft, existing.File, ExportAction.Kept));
        }

        return new ExportDecision(File(draft, existing.File, ExportAction.Changed)) { Content = content };
    }

    /// <summary>
    /// Nothing to deploy from the file, and nothing that it does not say: then its order, its comments and its defaults are the author's.
    /// </summary>
    private bool SaysTheSame(ExportDraft draft, JObject content)
    {
        var says = AssetReferences.Translate(kind.Name, content, names.Usual);
        return FieldDiff.Between(says, kind.InShapeOf(content, draft.State!), null, kind.Rules).Count == 0
            && FieldDiff.Between(kind.InShapeOf(content, draft.Bare!), says, null, kind.Rules).Count == 0;
    }

    private void WarnOfIds(ExportDraft draft)
    {
        foreach (var reference in AssetReferences.In(kind.Name, draft.State!))
            if (names.Refusal(reference.To) is { } refusal)
                draft.Warn(
                    "EXP010",
                    $"{reference.Token.Path} keeps the id {reference.Value}, which means nothing in another workspace: this one "
                        + $"does not list its {reference.Target.Plural}. {refusal}"
                );
    }

    /// <summary>A name of something that the workspace does not show now: to put its id there would lose what was known.</summary>
    private Reference? Unsure(ExportDraft draft, JObject content)
    {
        var ids = AssetReferences
            .In(kind.Name, draft.State!)
            .Where(reference => names.Refusal(reference.To) is not null)
            .Select(reference => (reference.To, reference.Value))
            .ToHashSet();
        return AssetReferences
            .In(kind.Name, content)
            .FirstOrDefault(reference => names.Refusal(reference.To) is not null && !ids.Contains((reference.To, reference.Value)));
    }

    private bool IsPrefixed => environment.NamePrefix.Length > 0;

    /// <summary>What one environment makes of a file must not become what the file says for all.</summary>
    private string? Reshaping(Declaration existing)
    {
        if (!request.Declared.Reshaped.Contains(existing.File))
            return null;

        string?[] all =
        [
            IsPrefixed ? "name_prefix" : null,
            environment.Overlays is null ? null : "overlays",
            environment.AssetTags is null ? null : "asset_tags",
            environment.MappingsFile is null ? null : "mappings",
        ];
        var ways = all.OfType<string>().ToList();
        return ways.Count == 0 ? null : $"{environment.Name} makes something else of it ({string.Join(", ", ways)})";
    }

    private static string? Source(JObject? raw) =>
        raw is null ? null
        : raw["template"] is not null ? "it is made from a template"
        : raw.Descendants()
            .OfType<JValue>()
            .Any(value => value.Value is string text && Variables.Any(variable => text.Contains(variable, StringComparison.Ordinal)))
            ? "it holds variables"
        : null;

    private byte[] Bytes(ExportDraft draft, JObject? before)
    {
        var document = (JObject)draft.Bare!.DeepClone();
        foreach (var named in places.Name(kind.Name, document))
            draft.Log.Add(named);

        return Encoding.UTF8.GetBytes(JsonLayout.Text(JsonLayout.Ordered(document, before, kind.Rules)));
    }

    private static ExportedFile File(ExportDraft draft, string? file, ExportAction action) =>
        new()
        {
            Kind = draft.Kind,
            Name = draft.Name,
            File = file,
            Action = action,
            Log = draft.Log,
        };
}
