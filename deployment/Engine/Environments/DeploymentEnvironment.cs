using System.Collections.Immutable;
using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments;

/// <summary>A workspace to deploy to, its vault, and what differs there.</summary>
public sealed record DeploymentEnvironment
{
    /// <summary>The name of its file without the ending: <c>dev</c>.</summary>
    public required string Name { get; init; }

    /// <summary>As findings show it: <c>deployment/environments/dev.json</c>.</summary>
    public required string File { get; init; }

    /// <summary>Null when the workspace is looked up by the three that follow.</summary>
    public Uri? WorkspaceUrl { get; init; }

    /// <summary>Null when it is read from the vault, or when the URL of the workspace is given.</summary>
    public string? SubscriptionId { get; init; }

    public string? ResourceGroup { get; init; }

    public string? WorkspaceName { get; init; }

    /// <summary>Null only in the local environment, before the local cloud has filled it in.</summary>
    public Uri? Vault { get; init; }

    /// <summary>
    /// What comes before the names of secrets in declarations: with <c>dev-</c>, <c>${secret.db-password}</c> is <c>dev-db-password</c> in
    /// the vault.
    /// </summary>
    public string SecretPrefix { get; init; } = "";

    public SecretNames SecretNames { get; init; } = new();

    /// <summary>One of <see cref="SignInKinds"/>.</summary>
    public string AuthorityType { get; init; } = SignInKinds.ClientSecret;

    /// <summary>The Azure cloud that tenant, workspace and vault are in: <c>public</c>, <c>usgovernment</c> or <c>china</c>.</summary>
    public string Cloud { get; init; } = "public";

    /// <summary>Whether the environment is in the local cloud, which provides the addresses of its workspace and vault.</summary>
    public bool IsLocal { get; init; }

    /// <summary>The id of Databricks in Microsoft Entra, for which tokens are requested.</summary>
    public string Resource { get; init; } = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    /// <summary>A PFX, or a certificate in PEM; a full path.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A key in PEM; a full path.</summary>
    public string? PrivateKeyFile { get; init; }

    /// <summary>SHA-1 or SHA-256 of the certificate, as it was written.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>Of Azure Pipelines; null leaves it to the agent's variables.</summary>
    public string? ServiceConnectionId { get; init; }

    /// <summary>From the parameter file.</summary>
    public GivenSecrets Given { get; init; } = new();

    /// <summary>Given here, it is not read from the vault.</summary>
    public string? TenantId { get; init; }

    /// <summary>Given here, it is not read from the vault.</summary>
    public string? ClientId { get; init; }

    /// <summary>Who applies plans, as the workspace names users and service principals; null for whoever signs in.</summary>
    public string? DeploysAs { get; init; }

    /// <summary>Who applies plans that nobody has to approve; null where that is <see cref="DeploysAs"/> too.</summary>
    public string? DeploysAsAuto { get; init; }

    /// <summary>The workspace folder that <c>notebooks/</c> becomes.</summary>
    public string NotebooksPath { get; init; } = "/Shared/layercake/notebooks";

    /// <summary>The folders below it whose notebooks an export reads; empty for all of it.</summary>
    public IReadOnlyList<string> ExportedFolders { get; init; } = [];

    /// <summary>The workspace folder below which queries, alerts and dashboards lie, each kind in a folder of its own.</summary>
    public string ContentPath { get; init; } = "/Shared/layercake";

    /// <summary>
    /// <c>/Workspace/…</c>, <c>/Shared/…</c> or <c>/Users/…</c> (workspace files), <c>/Volumes/catalog/schema/volume/…</c> or
    /// <c>dbfs:/…</c>.
    /// </summary>
    public string InitScriptsDestination { get; init; } = "/Workspace/Shared/layercake/init-scripts";

    /// <summary>Workspace files or a volume: <c>/Workspace/…</c>, <c>/Shared/…</c>, <c>/Users/…</c> or <c>/Volumes/…</c>.</summary>
    public string LibrariesDestination { get; init; } = "/Workspace/Shared/layercake/libraries";

    /// <summary>Whether clusters are stopped after they were created or edited.</summary>
    public bool StopClusters { get; init; } = true;

    /// <summary>Whether SQL warehouses that a deployment started are stopped afterwards.</summary>
    public bool StopWarehouses { get; init; } = true;

    /// <summary>Whether a cluster that runs is restarted when libraries are removed from it.</summary>
    public bool RestartClusters { get; init; }

    /// <summary>How many requests are in flight at most, from 1 to 64.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Whether a deployment of everything also deletes what Git no longer declares.</summary>
    public bool Prune { get; init; }

    /// <summary>How many assets one run may delete, from 0.</summary>
    public int PruneLimit { get; init; } = 10;

    /// <summary>Whether objects that existed before their first deployment may be deleted too.</summary>
    public bool PruneAdopted { get; init; }

    /// <summary>The changes that a person has to approve in CI; null when it is not set, which means all of them.</summary>
    public IReadOnlyList<ApprovalClass>? Approve { get; init; }

    /// <summary>Whether objects that another identity made are left alone.</summary>
    public bool OwnerOnly { get; init; }

    /// <summary>
    /// When permission lists that did not change in Git are compared with the workspace: <c>always</c>, <c>changed</c> (never) or
    /// <c>scheduled</c>.
    /// </summary>
    public string PermissionDrift { get; init; } = "always";

    /// <summary>The workspace folder that holds what was deployed, for all deployments.</summary>
    public string StatePath { get; init; } = "/Shared/.layercake";

    /// <summary>The workspace folder of this deployment's lease and manifest.</summary>
    public string StateFolder => $"{StatePath.TrimEnd('/')}/{DeploymentName}/{Name}";

    /// <summary>Tells apart repositories that deploy to one workspace.</summary>
    public string DeploymentName { get; init; } = "default";

    /// <summary>What <c>${var.NAME}</c> stands for, by name.</summary>
    public IReadOnlyDictionary<string, EnvironmentVariable> Variables { get; init; } =
        ImmutableDictionary<string, EnvironmentVariable>.Empty;

    /// <summary>Merge patches by kind and name or pattern, with places attached to the tokens; null when there are none.</summary>
    public JObject? Overlays { get; init; }

    /// <summary>The prefix of the names of declared objects.</summary>
    public string NamePrefix { get; init; } = "";

    /// <summary>Tags for every asset that can have tags, with places attached to the tokens; null when there are none.</summary>
    public JObject? AssetTags { get; init; }

    /// <summary>Whether pipelines that do not say so themselves are in development; null where nothing is said for them.</summary>
    public bool? PipelineDevelopment { get; init; }

    /// <summary>The file that maps names and identities of Git to those of this environment; a full path, null for none.</summary>
    public string? MappingsFile { get; init; }

    /// <summary>What <c>ProvisionInfrastructure</c> creates, and how.</summary>
    public InfrastructureSettings Infrastructure { get; init; } = new();

    /// <summary>
    /// What the settings that say where and how is deployed come to, as text, by key; what is neither given nor has a default is left out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The place of each given setting, by key; without a file for the command line.</summary>
    public IReadOnlyDictionary<string, SourceLocation> Positions { get; init; } = new Dictionary<string, SourceLocation>();

    /// <summary>The place of the first of these settings that is given; the file as a whole when none is.</summary>
    public SourceLocation PlaceOf(params string[] keys) =>
        keys.Where(Positions.ContainsKey).Select(key => Positions[key]).FirstOrDefault() ?? new SourceLocation(File, 0, 0);
}
