using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Decides what happens to the files of a kind that is declared as JSON documents.</summary>
internal sealed class DocumentFiles(
    AssetKind kind,
    DeploymentEnvironment environment,
    ExportRequest request,
    ExportIndex index,
    WorkspaceNames names,
    KnownPolicies policies,
    DeclaredPaths places,
    IReadOnlyList<IExportedPart> parts
)
{
    private readonly Dictionary<string, Declaration> declared = request
        .Declared.Declarations.Where(declaration => declaration.Kind == kind.Name)
        .DistinctBy(declaration => declaration.Name)
        .ToDictionary(declaration => declaration.Name, StringComparer.Ordinal);

    private readonly DocumentTexts texts = new((kind as JsonKind)?.FieldFiles ?? [], request.Assets);

    private readonly FileOwnership owned = new(environment, request);

    private readonly List<Finding> findings = [];

    /// <summary>Findings about the environment, not about single objects.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    public IEnumerable<ExportDecision> Decide(IReadOnlyList<ExportDraft> drafts)
    {
        var folder = Path.Combine(request.Assets.Root, kind.Name);
        var taken = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!) : [];
        IReadOnlyList<string> newNames =
        [
            .. drafts
                .Where(draft => !draft.Failed && !declared.ContainsKey(draft.Name) && ManagedBy(draft) is null)
                .Select(draft => draft.Name),
        ];
        var newFiles = new FileNames(taken.Concat(texts.TakenBy(taken)).Concat(newNames.Select(FileNames.Of).Where(texts.IsText))).For(
            newNames
        );
        if (IsPrefixed && newNames.Count > 0)
            findings.Add(NoFileUnderPrefix(newNames));

        // Objects of the same name are one asset in Git, and all of them have failed.
        foreach (var draft in drafts.DistinctBy(draft => draft.Name))
        {
            var existing = declared.GetValueOrDefault(draft.Name);
            foreach (
                var decision in draft.Failed ? [new ExportDecision(draft.As(existing?.File, ExportAction.Kept))]
                : existing is null && ManagedBy(draft) is { } tool ? [Foreign(draft, tool)]
                : existing is null && IsPrefixed ? [new ExportDecision(draft.As(null, ExportAction.Kept))]
                : existing is null ? New(draft, $"{kind.Name}/{newFiles[draft.Name]}")
                : Existing(draft, existing)
            )
                yield return decision;
        }
    }

    private Finding NoFileUnderPrefix(IReadOnlyList<string> names)
    {
        var which =
            names.Count == 1
                ? $"the {kind.Noun} {names[0]} has no file, and gets"
                : $"{names.Count} {kind.Name} have no file, such as {names[0]}, and get";
        return environment
            .PlaceOf("name_prefix")
            .Finding(
                "EXP015",
                $"{which} none: {environment.Name} puts {environment.NamePrefix} before the names in files, so a file of {names[0]} "
                    + $"would be deployed as {environment.NamePrefix}{names[0]}. Export from an environment without name_prefix."
            );
    }

    private string? ManagedBy(ExportDraft draft) => draft.Live is { } live ? kind.ManagedBy(live.State) : null;

    /// <summary>Deployed from here too, the two would overwrite each other.</summary>
    private static ExportDecision Foreign(ExportDraft draft, string tool)
    {
        draft.Warn(
            "EXP017",
            $"is deployed by {tool}, so no file is written for it. To deploy it from here, take it out of there first, or copy it "
                + $"in the UI."
        );
        return new ExportDecision(draft.As(null, ExportAction.Kept));
    }

    private IEnumerable<ExportDecision> New(ExportDraft draft, string file)
    {
        WarnOfIds(draft);
        foreach (var rest in kind.ToDoAfterExport(draft.Document!))
            draft.Warn("EXP019", rest);

        return texts
            .Split(Document(draft, null, null), null, file)
            .Select(part => new ExportDecision(draft.As(part.File, ExportAction.Added)) { Content = part.Content });
    }

    private IEnumerable<ExportDecision> Existing(ExportDraft draft, Declaration existing)
    {
        var raw = JsonText.Load(existing.FullPath, existing.File, []);
        var before = raw is null ? null : Opened(raw, existing.File);
        var parts = texts.Split(Document(draft, before, raw), existing, existing.File);
        var local = File.ReadAllBytes(existing.FullPath);
        var differing = new Lazy<HashSet<string>>(() => Differing(draft, existing.Content));
        var isRewritten = CanNameIds(existing, before, local) || !HasSameParts(draft);
        if (parts.All(part => !IsChanged(part)))
            return parts.Select(part => Unchanged(draft, part));

        if (MustStay(draft, existing, raw))
            return parts.Select(part => new ExportDecision(draft.As(part.File, ExportAction.Kept)));

        return parts.Select(part =>
            IsChanged(part)
                ? new ExportDecision(draft.As(part.File, ExportAction.Changed)) { Content = part.Content }
                : Unchanged(draft, part)
        );

        bool IsChanged(DocumentPart part) =>
            !part.IsOnDisk
            && (
                part.Field is { } field
                    ? differing.Value.Contains(field)
                    : isRewritten || differing.Value.Any(path => !parts.Any(other => other.Field == path))
            );
    }

    /// <summary>Whether files that differ stay as they are, with a warning that says why.</summary>
    private bool MustStay(ExportDraft draft, Declaration existing, JObject? raw)
    {
        if (HiddenReference(draft, existing.Content) is { } reference)
        {
            draft.Warn(
                "EXP010",
                $"{reference.Path} says {reference.Written} in {existing.File}, and the workspace does not list its "
                    + $"{reference.Target.Plural}, so that file, which differs, stays as it is. Let the exporting identity see them."
            );
            return true;
        }

        WarnOfIds(draft);
        return owned.IsLeft(draft, existing, raw, texts.Of(existing));
    }

    private static ExportDecision Unchanged(ExportDraft draft, DocumentPart part) =>
        new(draft.As(part.File, ExportAction.Unchanged))
        {
            Content = part.IsOnDisk ? part.Content : null,
            IsOnDisk = part.IsOnDisk,
        };

    /// <summary>Whether an earlier export wrote ids into the file for which there are names now.</summary>
    private bool CanNameIds(Declaration existing, JObject? before, byte[] local) =>
        before is not null && index.IsAsWritten(existing.File, local) && AssetReferences.In(kind.Name, before).Any(names.CanBeNamed);

    /// <summary>
    /// Where file and object differ in more than order, comments and defaults. Those belong to the author of the file, so it is not
    /// rewritten for them.
    /// </summary>
    private HashSet<string> Differing(ExportDraft draft, JObject content)
    {
        content = Sent(content);
        var normalized = AssetReferences.Translate(kind.Name, content, names.ExportedText);
        var held = kind.InShapeOf(content, Sent(draft.State!));
        if (kind is IHoldsClusters clusters)
        {
            var filled = policies.FilledIn(clusters, draft.Asset, normalized);
            normalized = FilledValue.Completed(clusters, normalized, held, held, null, filled);
        }

        var taken = FieldDiff.Between(kind.InShapeOf(content, Sent(draft.Document!)), normalized, null, kind.Rules);
        return
        [
            .. FieldDiff
                .Between(normalized, held, null, kind.Rules)
                .Concat(taken.Where(change => !IsHeld(held, change)))
                .Where(change => !IsNeverShown(change))
                .Select(change => change.Path),
        ];
    }

    /// <summary>An author may write <c>$${</c> where an export need not.</summary>
    private static JObject Sent(JObject written) => SecretText.Shown(written);

    /// <summary>What an export leaves out is no difference where the workspace holds what the file says.</summary>
    private bool IsHeld(JObject held, FieldChange change) =>
        change is { Old: { } said, New: null } && FieldPath.Find(held, change.Path, kind.Rules) is { } now && JsonValues.Equal(now, said);

    /// <summary>What the service never shows is no difference where both have it.</summary>
    private bool IsNeverShown(FieldChange change) =>
        change is { Old: not null, New: not null } && kind.Rules.IsWriteOnly(change.Path);

    private bool HasSameParts(ExportDraft draft) =>
        draft.Parts.TrueForAll(read => IsSame(read.Part, read.Content, draft));

    private bool IsSame(IExportedPart part, JObject content, ExportDraft draft) =>
        part.IsSame(content, request.Part(part.Name, draft.Asset)?.Content);

    /// <summary>With the names that Git has for the files in it.</summary>
    private JObject Named(IExportedPart part, JObject content)
    {
        var document = new JObject { [part.Kind.Field] = content.DeepClone() };
        places.Name(part.Name, document);
        return (JObject)document[part.Kind.Field]!;
    }

    private void WarnOfIds(ExportDraft draft)
    {
        foreach (var reference in AssetReferences.In(kind.Name, draft.State!))
            if (names.Refusal(reference.To) is { } refusal)
                draft.Warn(
                    "EXP010",
                    $"{reference.Path} keeps the id {reference.Value}, which means nothing in another workspace: this one "
                        + $"does not list its {reference.Target.Plural}. {refusal}"
                );
    }

    /// <summary>
    /// A reference by name to an object that the identity may not see. Writing its id instead would lose the name.
    /// </summary>
    private Reference? HiddenReference(ExportDraft draft, JObject content)
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

    /// <summary>
    /// What the file says and the workspace holds stays, also where a new file would leave it out: taken out, it would be a change.
    /// </summary>
    private void Restore(JObject document, JObject? before, JObject state)
    {
        foreach (var (name, written) in before ?? [])
            if (
                !document.ContainsKey(name)
                && kind.Rules.Schema.Field(name) is { IsReadOnly: false }
                && state[name] is { } held
                && JsonValues.Equal(written!, held)
            )
                document[name] = held.DeepClone();
    }

    private bool IsPrefixed => environment.NamePrefix.Length > 0;

    private JObject Opened(JObject file, string path) =>
        kind is JsonKind documents ? documents.Opened((JObject)file.DeepClone(), path) : file;

    /// <param name="before">The declaration in the file as it is; null when there is none.</param>
    /// <param name="file">That file as it is written.</param>
    private JObject Document(ExportDraft draft, JObject? before, JObject? file)
    {
        var document = (JObject)WrittenText.WithNames(draft.Document!);
        foreach (var named in places.Name(kind.Name, document))
            draft.Log.Add(named);

        document = UnreturnedFields.WithInputOnly(document, before, kind.Rules);
        Restore(document, before, draft.State!);
        if (kind is IHoldsClusters clusters && policies.LeaveOut(clusters, document) is { Count: > 0 } left)
            draft.Log.Add($"left out, since a cluster policy fills them in: {string.Join(", ", left)}");
        foreach (var part in parts)
            if (draft.Parts.Find(read => read.Part == part).Content is { } content && !IsSame(part, content, draft))
                part.Write(document, (JObject)WrittenText.Of(Named(part, content)), before);
            else
                part.Keep(document, before);

        var ordered = JsonLayout.Ordered(document, before, kind.Rules);
        if (file is not null)
            (kind as JsonKind)?.Shorten(ordered, file);

        return ordered;
    }
}
