using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Brings what a workspace holds into a folder of assets, in the shape that deploys.</summary>
/// <param name="manifest">Loads what earlier deployments remember, which tells where secrets are.</param>
/// <param name="workspace">Asks which workspace this is.</param>
/// <param name="named">Objects that declarations may name and that are not exported.</param>
internal sealed class Exporter(
    DeploymentEnvironment environment,
    IReadOnlyList<AssetKind> kinds,
    IReadOnlyList<NamedObjects> named,
    SecretReader vault,
    Func<CancellationToken, Task<Manifest>> manifest,
    Func<CancellationToken, Task<string?>> workspace
)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    /// <summary>Reads everything before the first file is touched.</summary>
    public async Task<ExportResult> ExportAsync(ExportRequest request, IExportWatcher watcher, CancellationToken ct)
    {
        var findings = new List<Finding>();
        if (ExportIndex.Load(request.Assets, findings) is not { } index)
            return new ExportResult { Files = [], Findings = findings };

        // What is not known to be a secret could not be kept out of the files.
        var (shaping, unknown) = await vault.ReadAsync(
            environment.Variables.Values.Select(variable => variable.Value).Append(environment.Overlays).OfType<JToken>(),
            ct
        );
        if (unknown.Count > 0)
            return new ExportResult
            {
                Files = [],
                Findings =
                [
                    .. unknown.Select(secret => new Finding
                    {
                        Severity = Severity.Error,
                        Code = "EXP002",
                        Message =
                            $"{environment.Name} names {secret.Reference} in its variables or overlays, and it cannot be read, so "
                            + $"nothing is exported: its value could not be told from any other. {secret.Problem}",
                    }),
                ],
            };

        var knowledge = new SecretKnowledge(request.Declared.Declarations, await manifest(ct), vault.Vault, environment.SecretPrefix);
        var remembered = await RememberedAsync(knowledge, ct);
        var unreadable = new List<Finding>();
        var reading = vault.ReadAsync(
            [.. request.Declared.Declarations.Where(declaration => byName[declaration.Kind].PathOf(declaration) is null)],
            unreadable,
            ct
        );
        var wanted = await Task.WhenAll(
            kinds.Where(kind => request.Kinds.Contains(kind.Name)).Select(kind => new KindReader(kind, request, watcher).ReadAsync(ct))
        );
        findings.AddRange(
            wanted
                .Where(kind => kind.Why is not null)
                .Select(kind => new Finding
                {
                    Severity = Severity.Error,
                    Code = "EXP001",
                    Message = $"{kind.Kind.Name} cannot be listed, so {kind.Kind.Name}/ stays as it is: {kind.Why}",
                })
        );

        var selected = new ExportSelection(request, wanted, index, environment.Name);
        if (selected.Unmatched.Count > 0 && !request.IsOneOfSeveral)
            return new ExportResult
            {
                Files = [],
                Findings = [.. selected.Unmatched.Values],
                Unmatched = selected.Unmatched,
            };

        var others = wanted.SelectMany(kind => kind.Named).Where(kind => !request.Kinds.Contains(kind)).ToHashSet(StringComparer.Ordinal);
        var names = new WorkspaceNames([
            .. wanted.Select(kind => kind.Names),
            .. await new NameLister(kinds, named).ListAsync(others, request.Declared.Declarations, ct),
        ]);
        var used = await reading;
        var secrets = new SecretDetector([.. Known(request, used, shaping), .. remembered]);
        var read = wanted.Where(kind => kind.Why is null).ToList();
        foreach (var kind in read)
            Complete(kind, new DraftConversion(kind.Kind, names, secrets, knowledge));

        // A secret that could not be read could not be recognised either.
        foreach (
            var (draft, finding) in from kind in read
                                    from draft in kind.Drafts
                                    join finding in unreadable on draft.Asset equals finding.Asset
                                    select (draft, finding)
        )
            draft.Fail("EXP002", $"its file names a secret that cannot be read, so it stays as it is: {finding.Message}");

        var folder = new ExportFolder(environment, await workspace(ct), request, index, names, byName);
        foreach (var kind in read.OrderBy(kind => kind.Kind is FileKind ? 0 : 1))
            folder.Take(kind.Kind, kind.Found, kind.Drafts);

        var files = request.DryRun ? folder.Files : await folder.WriteAsync(findings, ct);
        findings.AddRange(folder.Findings);
        return new ExportResult
        {
            Files =
            [
                .. files
                    .OrderBy(file => kinds.ToList().FindIndex(kind => kind.Name == file.Kind))
                    .ThenBy(file => file.Name, StringComparer.Ordinal)
                    .ThenBy(file => file.Action),
            ],
            Findings = Declarations.Findings.InOrder(findings.Distinct()),
            NotSelected = selected.NotSelected,
            Unmatched = selected.Unmatched,
        };
    }

    /// <summary>Whether the failure says nothing of what else the workspace would answer.</summary>
    internal static bool IsOfOneKind(WorkspaceApiException e) => !e.IsUnauthenticated && !e.IsUnreachable;

    private static void Complete(ListedKind kind, DraftConversion drafting)
    {
        foreach (var draft in kind.Drafts)
            drafting.Complete(draft);
    }

    /// <summary>
    /// The values that earlier deployments put into the workspace, as they were then and as they are now, by what a declaration calls them.
    /// </summary>
    private async Task<IReadOnlyList<(string Reference, string Value)>> RememberedAsync(SecretKnowledge knowledge, CancellationToken ct)
    {
        // What cannot be read any more is known by its place.
        var (now, _) = await vault.ReadAsync(knowledge.Remembered, ct);
        var deployed = knowledge.Deployed;
        var (then, _) = await vault.ReadAsync(deployed.Select(secret => new JValue(secret.Deployed.ToString())), ct);
        return
        [
            .. now.Values.Select(secret => (secret.Key.ToString(), secret.Value)),
            .. deployed
                .Where(secret => then.Values.ContainsKey(secret.Deployed))
                .Select(secret => (secret.Written.ToString(), then.Values[secret.Deployed])),
        ];
    }

    /// <summary>The secrets that this run has read, as declarations name them; what only identifies somebody is none.</summary>
    private List<(string Reference, string Value)> Known(ExportRequest request, ResolvedSecrets used, ResolvedSecrets shaping)
    {
        var names = environment.SecretNames;
        string?[] identifiers = [names.TenantId, names.ClientId, names.SubscriptionId];
        var fetched = request
            .Secrets.Where(secret => !(identifiers.Contains(secret.Name) && Guid.TryParse(secret.Value, out _)))
            .Select(secret =>
                (
                    Reference: new SecretReference(
                        secret.Name.StartsWith(environment.SecretPrefix, StringComparison.Ordinal)
                            ? secret.Name[environment.SecretPrefix.Length..]
                            : secret.Name,
                        null
                    ).ToString(),
                    secret.Value
                )
            );
        return [.. used.Values.Concat(shaping.Values).Select(secret => (secret.Key.ToString(), secret.Value)).Distinct(), .. fetched];
    }
}
