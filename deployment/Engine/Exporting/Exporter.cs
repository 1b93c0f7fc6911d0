using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Layercake.Rest;

namespace Layercake.Engine.Exporting;

/// <summary>Writes the objects of a workspace into a folder of assets, as declarations that can be deployed.</summary>
/// <param name="manifest">Loads the record of earlier deployments, which shows where secrets are.</param>
/// <param name="workspace">Reads the number of the workspace.</param>
/// <param name="named">Objects that declarations may refer to and that are not exported.</param>
internal sealed class Exporter(
    DeploymentEnvironment environment,
    IReadOnlyList<RemoteKind> kinds,
    IReadOnlyList<NamedObjects> named,
    SecretReader vault,
    Func<CancellationToken, Task<Manifest>> manifest,
    Func<CancellationToken, Task<string?>> workspace
)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name, kind => kind.Kind);

    private readonly IReadOnlyList<IExportedPart> parts = [.. kinds.OfType<IExportedPart>()];

    private readonly ExportSecrets secrets = new(environment, vault);

    /// <summary>Reads everything before it changes the first file.</summary>
    public async Task<ExportResult> ExportAsync(ExportRequest request, IExportWatcher watcher, CancellationToken ct)
    {
        var findings = new List<Finding>();
        if (ExportIndex.Load(request.Assets, findings) is not { } index)
            return new ExportResult { Files = [], Findings = findings };

        var (environmentSecrets, unreadable) = await secrets.ReadEnvironmentAsync(ct);
        if (unreadable.Count > 0)
            return new ExportResult { Files = [], Findings = unreadable };

        var knowledge = new SecretKnowledge(request.Declared.Declarations, await manifest(ct), vault.Vault, environment.SecretPrefix);
        var deployedSecrets = await secrets.ReadDeployedAsync(knowledge, ct);
        var unreadDeclarations = new List<Finding>();
        var readingDeclared = vault.ReadAsync(Documents(request), request.Declared.SecretVersions, unreadDeclarations, ct);
        var listed = await ListAsync(request, watcher, ct);
        findings.AddRange(listed.Where(kind => kind.Failure is not null).Select(NotListed));

        var selection = new ExportSelection(request, listed, index, environment.Name);
        if (selection.Unmatched.Count > 0 && !request.IsOneOfSeveral)
            return new ExportResult
            {
                Files = [],
                Findings = [.. selection.Unmatched.Values],
                Unmatched = selection.Unmatched,
            };

        var names = await NamesAsync(request, listed, ct);
        var known = secrets.Known(request, await readingDeclared, environmentSecrets);
        var detector = new SecretDetector([.. known, .. deployedSecrets]);
        var readable = listed.Where(kind => kind.Failure is null).ToList();
        foreach (var kind in readable)
            new DraftConversion(kind.Kind, names, detector, knowledge).Convert(kind.Drafts);

        FailUnread(readable, unreadDeclarations);
        var policies = await new NamedPolicies(kinds, names).ReadAsync(readable, ct);
        var folder = new ExportFolder(environment, await workspace(ct), request, index, names, policies, byName, parts);
        await folder.DecideAsync([.. readable.OrderBy(kind => kind.Kind is FileKind ? 0 : 1)], watcher, ct);
        foreach (var change in folder.Changes)
            watcher.Changing(change.File, change.Content);

        var files = request.DryRun ? folder.Files : await folder.WriteAsync(findings, ct);
        return Result(files, findings.Concat(folder.Findings), selection) with
        {
            WithoutPermissions = request.WithPermissions ? 0 : files.Where(IsNewWithPermissions).DistinctBy(file => file.Asset).Count(),
            OnlyInGit = folder.OnlyInGit,
        };
    }

    /// <summary>Whether the failure concerns one kind only, so that calls for other kinds may succeed.</summary>
    internal static bool IsOfOneKind(WorkspaceApiException e) => !e.IsUnauthenticated && !e.IsUnreachable;

    private List<Declaration> Documents(ExportRequest request) =>
        [.. request.Declared.Declarations.Where(declaration => byName[declaration.Kind].PathOf(declaration) is null)];

    private Task<ListedKind[]> ListAsync(ExportRequest request, IExportWatcher watcher, CancellationToken ct) =>
        Task.WhenAll(
            kinds
                .Where(kind => request.Kinds.Contains(kind.Name) && !kind.Kind.IsPart)
                .Select(kind => new KindReader(kind, parts, request, watcher).ReadAsync(ct))
        );

    private static Finding NotListed(ListedKind kind) =>
        new()
        {
            Severity = Severity.Error,
            Code = "EXP001",
            Message = $"{kind.Kind.Name} cannot be listed, so {kind.Kind.Name}/ stays as it is: {kind.Failure}",
        };

    /// <summary>The names of the exported objects, and of all objects of the kinds that these refer to.</summary>
    private async Task<WorkspaceNames> NamesAsync(ExportRequest request, IReadOnlyList<ListedKind> listed, CancellationToken ct)
    {
        var referenced = listed
            .SelectMany(kind => kind.ReferencedKinds)
            .Where(kind => !request.Kinds.Contains(kind))
            .ToHashSet(StringComparer.Ordinal);
        return new WorkspaceNames([
            .. listed.Select(kind => kind.Names),
            .. await new NameLister(kinds, named).ListAsync(referenced, request.Declared.Declarations, ct),
        ]);
    }

    /// <summary>The value of a secret that cannot be read is not recognised, so the file that refers to it is not written.</summary>
    private static void FailUnread(IReadOnlyList<ListedKind> listed, IReadOnlyList<Finding> unreadDeclarations)
    {
        var failed =
            from kind in listed
            from draft in kind.Drafts
            join finding in unreadDeclarations on draft.Asset equals finding.Asset
            select (draft, finding);
        foreach (var (draft, finding) in failed)
            draft.Fail("EXP002", $"its file names a secret that cannot be read, so it stays as it is: {finding.Message}");
    }

    private bool IsNewWithPermissions(ExportedFile file) =>
        file.Action == ExportAction.Added && byName[file.Kind] is { Permissions: not null, NameField: not null };

    private ExportResult Result(IEnumerable<ExportedFile> files, IEnumerable<Finding> findings, ExportSelection selection)
    {
        var order = kinds.Select(kind => kind.Name).ToList();
        return new ExportResult
        {
            Files =
            [
                .. files
                    .OrderBy(file => order.IndexOf(file.Kind))
                    .ThenBy(file => file.Name, StringComparer.Ordinal)
                    .ThenBy(file => file.Action),
            ],
            Findings = Declarations.Findings.InOrder(findings.Distinct()),
            NotSelected = selection.NotSelected,
            Unmatched = selection.Unmatched,
        };
    }
}
