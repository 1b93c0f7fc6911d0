using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.References;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Warns of paths and secret scopes that neither Git nor the workspace has.</summary>
/// <remarks>
/// The service takes them, and the run fails. Warnings, since something else may make them until then. The workspace is asked for each such
/// path once, and for its scopes once, and for nothing where there are none.
/// </remarks>
internal sealed class AbsentPlaces(WorkspaceApi workspace, SecretsApi secrets)
{
    /// <summary>The kinds whose clusters read secrets that their texts name.</summary>
    private static readonly string[] SecretReaders = ["clusters", "jobs", "pipelines"];

    /// <param name="written">What the plan is about to write.</param>
    /// <param name="places">What Git declares.</param>
    /// <param name="scopes">The names of the scopes that Git declares.</param>
    public async Task<IReadOnlyList<Finding>> CheckAsync(
        IReadOnlyList<Declaration> written,
        DeclaredPlaces places,
        IReadOnlySet<string> scopes,
        CancellationToken ct
    )
    {
        var paths = written.SelectMany(declaration => PathsIn(declaration, places)).ToList();
        var names = written.SelectMany(ScopesIn).Where(named => !scopes.Contains(named.Name)).ToList();
        var asked = paths.Select(path => WorkspacePath.WithoutEnds(path.Path)).Distinct(StringComparer.Ordinal).ToList();
        var types = await Task.WhenAll(asked.Select(path => TypeAsync(path, ct)));
        var there = asked.Zip(types).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        IReadOnlySet<string>? known = names.Count == 0 ? null : await ScopesAsync(ct);
        return
        [
            .. paths.Select(path => Problem(path, there[WorkspacePath.WithoutEnds(path.Path)], places)).OfType<Finding>(),
            .. names.Where(named => known?.Contains(named.Name) == false).Select(named => Absent(named, [.. known!, .. scopes])),
        ];
    }

    private static IEnumerable<NamedPath> PathsIn(Declaration declaration, DeclaredPlaces places) =>
        from rule in ReferenceTable.Paths
        where rule.Kind == declaration.Kind
        from token in rule.In(declaration.Content)
        let path = rule.Form.PathIn(token)
        where path is not null && WorkspacePath.IsInTree(path) && !IsOpen(path) && !places.Has(path)
        select new NamedPath(declaration, rule, token, path);

    private static IEnumerable<NamedScope> ScopesIn(Declaration declaration) =>
        SecretReaders.Contains(declaration.Kind)
            ? NamesInText
                .Each(declaration.Content)
                .Where(named => named.Kind == "secret-scopes")
                .Select(named => new NamedScope(declaration, named.Value, named.Name))
            : [];

    private static bool IsOpen(string path) =>
        path.Contains("{{", StringComparison.Ordinal) || path.Contains("${", StringComparison.Ordinal);

    /// <summary>Empty where nothing is there; null where the workspace does not tell.</summary>
    private async Task<string?> TypeAsync(string path, CancellationToken ct)
    {
        try
        {
            return (string?)(await workspace.GetStatusAsync(path, ct))["object_type"];
        }
        catch (WorkspaceApiException e) when (!e.IsUnreachable)
        {
            return e.IsMissing ? "" : null;
        }
    }

    /// <summary>Null where the workspace does not tell.</summary>
    private async Task<IReadOnlySet<string>?> ScopesAsync(CancellationToken ct)
    {
        try
        {
            return (await secrets.ListScopesAsync(ct)).Select(scope => (string?)scope["name"]).OfType<string>().ToHashSet();
        }
        catch (WorkspaceApiException e) when (!e.IsUnreachable)
        {
            return null;
        }
    }

    private static Finding? Problem(NamedPath named, string? type, DeclaredPlaces places)
    {
        var (declaration, rule, token, path) = named;
        if (type is { Length: > 0 })
            return Becomes(type) is { } there && !rule.Wanted.HasFlag(there)
                ? declaration.At(
                    token,
                    "REF008",
                    $"{PathInFile.Of(token)} is {path}, where the workspace has {Words(there)}, and {Words(rule.Wanted)} is needed. "
                        + "Correct the path.",
                    Severity.Warning
                )
                : null;

        return type is null
            ? null
            : declaration.At(
                token,
                "REF008",
                $"{PathInFile.Of(token)} is {path}, which neither Git nor the workspace has. "
                    + (
                        PathSuggestion.Of(path, [.. places.Names(rule.To, rule.Wanted)]) is { } near
                            ? $"Git has {rule.To}/{near}: write {near}, and the place of that file is sent."
                        : PathSuggestion.Of(path, [.. places.Names(rule.To, PathTarget.Notebook | PathTarget.File)]) is { } other
                            ? $"Git has {rule.To}/{other}, and {Words(rule.Wanted)} is needed. Name one, or make that file one."
                            : "Correct it, or see to it that it is there when it is needed."
                    ),
                Severity.Warning
            );
    }

    private static Finding Absent(NamedScope named, IReadOnlyList<string> known) =>
        named.Declaration.At(
            named.Value.Parent is JProperty field ? field : named.Value,
            "REF009",
            $"{named.Value.Path} reads from the secret scope {named.Name}, which neither Git nor the workspace has."
                + $"{NameSuggestion.Suggest(named.Name, known)} Correct the name, or declare the scope in secret-scopes/.",
            Severity.Warning
        );

    /// <summary>Null for what the rules do not know.</summary>
    private static PathTarget? Becomes(string type) =>
        type switch
        {
            "NOTEBOOK" => PathTarget.Notebook,
            "FILE" => PathTarget.File,
            "DIRECTORY" => PathTarget.Folder,
            _ => null,
        };

    private static string Words(PathTarget target) =>
        target.HasFlag(PathTarget.Notebook) ? "a notebook"
        : target.HasFlag(PathTarget.File) ? "a file"
        : "a folder";

    private sealed record NamedPath(Declaration Declaration, PathRule Rule, JToken Token, string Path);

    private sealed record NamedScope(Declaration Declaration, JValue Value, string Name);
}
