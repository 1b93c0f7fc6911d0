using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Secrets;
using Layercake.Identity;
using Layercake.Rest;

namespace Layercake.Engine.Exporting;

/// <summary>Brings what a workspace holds into a folder of assets, in the shape that deploys.</summary>
internal sealed class Exporter(DeploymentEnvironment environment, IReadOnlyList<AssetKind> kinds, SecretReader vault)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    /// <summary>Reads everything before the first file is touched.</summary>
    public async Task<ExportResult> ExportAsync(ExportRequest request, IExportWatcher watcher, CancellationToken ct)
    {
        var findings = new List<Finding>();
        if (ExportIndex.Load(request.Assets, findings) is not { } index)
            return new ExportResult { Files = [], Findings = findings };

        var declared = request.Declared.Declarations.Where(declaration => request.Kinds.Contains(declaration.Kind)).ToList();
        var unreadable = new List<Finding>();
        var reading = vault.ReadAsync([.. declared.Where(declaration => byName[declaration.Kind].PathOf(declaration) is null)], unreadable, ct);
        var (listings, unlisted) = await ListAsync(request, ct);
        foreach (var (kind, why) in unlisted.Where(kind => request.Kinds.Contains(kind.Key)))
            findings.Add(new Finding { Severity = Severity.Error, Code = "EXP001", Message = $"{kind} cannot be listed, so {kind}/ stays as it is: {why}" });

        var names = new WorkspaceNames(byName, listings, unlisted);
        var secrets = new SecretSeeker(Known(request, await reading));
        var drafts = await Task.WhenAll(kinds
            .Where(kind => request.Kinds.Contains(kind.Name) && listings.ContainsKey(kind.Name))
            .Select(async kind => (kind, Drafts: await ReadAsync(kind, listings[kind.Name], request, new DraftReader(kind, names, secrets), watcher, ct))));

        // A secret that could not be read could not be recognised either.
        foreach (var (draft, finding) in from one in drafts from draft in one.Drafts join finding in unreadable on draft.Asset equals finding.Asset select (draft, finding))
            draft.Fail("EXP002", $"its file names a secret that cannot be read, so it stays as it is: {finding.Message}");

        var folder = new ExportFolder(environment, request, index, names, byName);
        foreach (var (kind, read) in drafts.OrderBy(one => one.kind is FileKind ? 0 : 1))
            folder.Take(kind, listings[kind.Name], read);

        var files = request.DryRun ? folder.Files : await folder.WriteAsync(findings, ct);
        findings.AddRange(folder.Findings);
        return new ExportResult
        {
            Files = [.. files.OrderBy(file => kinds.ToList().FindIndex(kind => kind.Name == file.Kind)).ThenBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Action)],
            Findings = Declarations.Findings.InOrder(findings.Distinct()),
        };
    }

    /// <summary>Lists the wanted kinds and those they refer to, each once, all at the same time.</summary>
    private async Task<(IReadOnlyDictionary<string, FoundAssets> Listings, IReadOnlyDictionary<string, string> Unlisted)> ListAsync(ExportRequest request, CancellationToken ct)
    {
        var needed = kinds.Where(kind => request.Kinds.Contains(kind.Name) || request.Kinds.SelectMany(References.From).Contains(kind.Name));
        var answers = await Task.WhenAll(needed.Select(async kind =>
        {
            try
            {
                return (kind.Name, Found: (FoundAssets?)await kind.FindAsync([.. request.Declared.Declarations.Where(declaration => declaration.Kind == kind.Name)], ct), Why: "");
            }
            catch (WorkspaceApiException e) when (!e.IsUnauthenticated && !e.IsUnreachable)
            {
                return (kind.Name, Found: null, Why: e.Message);
            }
        }));
        return (
            answers.Where(answer => answer.Found is not null).ToDictionary(answer => answer.Name, answer => answer.Found!),
            answers.Where(answer => answer.Found is null).ToDictionary(answer => answer.Name, answer => answer.Why));
    }

    private static async Task<IReadOnlyList<Draft>> ReadAsync(AssetKind kind, FoundAssets listing, ExportRequest request, DraftReader reader, IExportWatcher watcher, CancellationToken ct)
    {
        var declared = request.Declared.Declarations.Where(declaration => declaration.Kind == kind.Name).DistinctBy(declaration => declaration.Name).ToDictionary(declaration => declaration.Name);
        var wanted = listing.Assets.Where(asset => request.Wants(asset.Name)).OrderBy(asset => asset.Name, StringComparer.Ordinal).ThenBy(asset => asset.Id, StringComparer.Ordinal).ToList();
        watcher.Listed(kind.Name, wanted.Count);
        return await Task.WhenAll(wanted.Select(async asset =>
        {
            var draft = await reader.ReadAsync(asset, declared.GetValueOrDefault(asset.Name), ct);
            watcher.Read(kind.Name);
            return draft;
        }));
    }

    /// <summary>The secrets that this run has read, as declarations name them; what only identifies somebody is none.</summary>
    private List<(string Reference, string Value)> Known(ExportRequest request, ResolvedSecrets used)
    {
        var names = environment.SecretNames;
        string?[] identifiers = [names.TenantId, names.ClientId, names.SubscriptionId];
        var fetched = request.Secrets
            .Where(secret => !(identifiers.Contains(secret.Name) && Guid.TryParse(secret.Value, out _)))
            .Select(secret => (Reference: new SecretReference(secret.Name.StartsWith(environment.SecretPrefix, StringComparison.Ordinal) ? secret.Name[environment.SecretPrefix.Length..] : secret.Name, null).ToString(), secret.Value));
        return [.. used.Values.Select(secret => (secret.Key.ToString(), secret.Value)), .. fetched];
    }
}
