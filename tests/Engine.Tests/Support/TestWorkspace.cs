using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Variables;
using Layercake.LocalCloud;
using Layercake.Rest;
using Layercake.Secrecy;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Engine.Tests.Support;

/// <summary>A folder of assets and a workspace of the local cloud to deploy them to, through the real REST client.</summary>
public sealed class TestWorkspace : IAsyncDisposable
{
    private readonly HttpMessageInvoker http;

    private TestWorkspace(LocalCloudFixture cloud, TimeProvider clock) =>
        (Cloud, Clock, Vault, http) = (cloud, clock, new TestVault(cloud, clock), new HttpMessageInvoker(new Meanwhile(this)));

    /// <summary>What else happens just before a request of a deployment is sent.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? Before { get; set; }

    public LocalCloudFixture Cloud { get; }

    public TimeProvider Clock { get; }

    /// <summary>What leases are told by: waits for another's lease are at their end at once, and waits of a deployment age none.</summary>
    public SelfAdvancingClock LeaseClock { get; } = new();

    /// <summary>What the deployments so far noted while they were under way.</summary>
    public List<string> Notes { get; } = [];

    public TestVault Vault { get; }

    /// <summary>What the runs so far know to be secret.</summary>
    public Redactor Redactor { get; } = new();

    public TempDirectory Assets { get; } = new();

    public DeploymentEnvironment Environment { get; set; } =
        new()
        {
            Name = "test",
            File = "deployment/environments/test.json",
            NotebooksPath = "/Shared/app/notebooks",
            ContentPath = "/Shared/app",
            InitScriptsDestination = "/Workspace/Shared/app/init-scripts",
            LibrariesDestination = "/Workspace/Shared/app/libraries",
        };

    /// <summary>How deployments sign in; by default with the personal access token.</summary>
    public BearerToken? Token { get; set; }

    /// <summary>Kinds of a test's own, in the place of all others; null for those of the engine.</summary>
    internal IReadOnlyList<RemoteKind>? Kinds { get; set; }

    /// <summary>Assets whose data may be lost.</summary>
    public AllowedDataLoss DataLoss { get; set; } = AllowedDataLoss.None;

    /// <summary>Whether runs ask for a person's approval; not by default, as at a desk.</summary>
    public ApprovalGate Approval { get; set; } = ApprovalGate.Open;

    /// <summary>The version of the tool that plans and applies.</summary>
    public string Tool { get; set; } = "1.2.3";

    /// <summary>Who deploys.</summary>
    public string Owner { get; set; } = "client one on agent-1";

    /// <param name="memory">The folder where the cloud remembers; null keeps all in memory.</param>
    public static async Task<TestWorkspace> StartAsync(TimeProvider? clock = null, string? memory = null)
    {
        clock ??= TimeProvider.System;
        var options = new LocalCloudOptions { Clock = clock, StateDirectory = memory };
        return new TestWorkspace(await LocalCloudFixture.StartAsync(options), clock);
    }

    public TestWorkspace With(string file, string text)
    {
        Assets.Write(file, text);
        return this;
    }

    public TestWorkspace With(string file, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Assets[file])!);
        File.WriteAllBytes(Assets[file], content);
        return this;
    }

    public TestWorkspace Without(string file)
    {
        File.Delete(Assets[file]);
        return this;
    }

    /// <summary>What a deployment would do; findings without an error are all right.</summary>
    public async Task<Plan> PlanAsync(params string[] kinds)
    {
        var planned = await TryPlanAsync(kinds);
        Assert.False(planned.HasErrors, string.Join('\n', planned.Findings));
        return planned.Plan;
    }

    /// <summary>What a deployment of some assets would do.</summary>
    public async Task<PlannedDeployment> PlanAsync(AssetSelection only, params string[] kinds)
    {
        var declared = Read();
        return await Session().PlanAsync(declared, Select(kinds) with { Only = only }, CancellationToken.None);
    }

    public Task<PlannedDeployment> TryPlanAsync(params string[] kinds) => TryPlanAsync(Session(), kinds);

    public async Task<PlannedDeployment> TryPlanAsync(DeploymentSession session, params string[] kinds)
    {
        var declared = Read();
        Assert.False(declared.HasErrors, string.Join('\n', declared.Findings));
        return await session.PlanAsync(declared, Select(kinds), CancellationToken.None);
    }

    /// <summary>What a deployment would do with what has no errors, and all that is left out.</summary>
    public async Task<(PlannedDeployment Planned, IReadOnlyList<SkippedAsset> LeftOut)> PlanRestAsync()
    {
        var read = DeploymentSession.IsolateErrors(Environment, Read());
        Assert.Empty(read.Blocking);
        var planned = DeploymentSession.IsolateErrors(await Session().PlanAsync(read.Deployable, Select([]), CancellationToken.None));
        Assert.Empty(planned.Blocking);
        return (planned.Deployable, [.. read.Skipped, .. planned.Skipped]);
    }

    /// <summary>What a prune would do.</summary>
    public Task<PlannedDeployment> PlanPruneAsync(PruneOptions? options = null) =>
        Session()
            .PlanPruneAsync(
                Read(),
                options ?? new PruneOptions(),
                null,
                CancellationToken.None
            );

    /// <summary>Prunes and expects all to go well.</summary>
    public async Task<Outcome> PruneAsync(PruneOptions? options = null)
    {
        var outcome = await AgainAsync(async () =>
            await ApplyAsync(await PlanPruneAsync(options), new Nobody(Notes), CancellationToken.None, stop: false)
        );
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message).Concat(outcome.Failures)));
        return outcome;
    }

    /// <summary>What is wrong with the declarations themselves.</summary>
    public IReadOnlyList<string> Check() =>
        [.. Read().Findings.Select(finding => finding.ToString())];

    /// <summary>What is wrong with the declarations in this workspace, but that it does not have the notebook of the samples.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync(params string[] kinds) =>
        [
            .. (await TryPlanAsync(kinds))
                .Findings.Select(finding => finding.ToString())
                .Where(finding => !finding.Contains($" is {Samples.NotebookPath}, which neither", StringComparison.Ordinal)),
        ];

    /// <summary>Deploys and expects all to go well.</summary>
    public async Task<Outcome> DeployAsync(params string[] kinds)
    {
        var outcome = await TryDeployAsync(kinds);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message).Concat(outcome.Failures)));
        return outcome;
    }

    public async Task<Outcome> TryDeployAsync(params string[] kinds)
    {
        return await AgainAsync(async () =>
        {
            var planned = await TryPlanAsync(kinds);
            Assert.False(planned.HasErrors, string.Join('\n', planned.Findings));
            return await ApplyAsync(planned, new Nobody(Notes), CancellationToken.None, stop: kinds.Length == 0);
        });
    }

    /// <summary>Plans anew when another deployment came in between, as the host does.</summary>
    private static async Task<Outcome> AgainAsync(Func<Task<Outcome>> deploy)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await deploy();
            }
            catch (PlanOutOfDateException) when (attempt < 3)
            {
                // The next plan is about what is there now.
            }
    }

    public Task<Outcome> ApplyAsync(PlannedDeployment planned, IApplyWatcher watcher, CancellationToken ct, bool stop = true) =>
        Session().ApplyAsync(planned, stop, watcher, ct);

    /// <summary>Exports into the folder and expects all to go well.</summary>
    public async Task<ExportResult> ExportAsync(params string[] kinds)
    {
        var result = await TryExportAsync(kinds);
        Assert.True(result.Succeeded, string.Join('\n', result.Findings));
        return result;
    }

    public Task<ExportResult> TryExportAsync(params string[] kinds) => ExportAsync(request => request, kinds);

    /// <summary>Without the warning that the notebook of the samples is not exported.</summary>
    /// <param name="change">What is special about this export.</param>
    public async Task<ExportResult> ExportAsync(
        Func<ExportRequest, ExportRequest> change,
        IEnumerable<string>? kinds = null,
        IExportWatcher? watcher = null,
        CancellationToken ct = default
    )
    {
        var assets = new AssetsFolder(Assets.FullPath);
        var declared = Read();
        Assert.False(declared.HasErrors, string.Join('\n', declared.Findings));
        var request = new ExportRequest
        {
            Kinds = Select([.. kinds ?? []]).Kinds,
            Assets = assets,
            Declared = declared,
        };
        var result = await Session().ExportAsync(change(request), watcher ?? new Nobody(), ct);
        return result with { Findings = [.. result.Findings.Where(finding => !IsAboutSample(finding))] };
    }

    private static bool IsAboutSample(Finding finding) =>
        finding.Code == "EXP021" && finding.Message.StartsWith($"names {Samples.NotebookPath}", StringComparison.Ordinal);

    /// <summary>The text of a file in the folder of assets.</summary>
    public string Text(string file) => File.ReadAllText(Assets[file]);

    /// <summary>The files in the folder of assets, without the export's index.</summary>
    public IReadOnlyList<string> Files() =>
        [
            .. Directory
                .EnumerateFiles(Assets.FullPath, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Assets.FullPath, file).Replace('\\', '/'))
                .Where(file => file != ".layercake-export.json")
                .Order(StringComparer.Ordinal),
        ];

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        Vault.Dispose();
        await Cloud.DisposeAsync();
        Assets.Dispose();
    }

    public Selection Select(string[] kinds) =>
        new()
        {
            Kinds = (kinds.Length > 0 ? kinds : Kinds?.Select(kind => kind.Name) ?? KindTable.Names).ToHashSet(),
            Commit = null,
            DataLoss = DataLoss,
        };

    public DeclaredAssets Read()
    {
        var assets = new AssetsFolder(Assets.FullPath);
        return Kinds is null
            ? DeploymentSession.Read(Environment, assets)
            : DeclarationReader.Read([.. Kinds.Select(kind => kind.Kind)], assets, Environment, GitFacts.None);
    }

    /// <summary>A session of its own, as another machine would have.</summary>
    public DeploymentSession Session() =>
        Kinds is null
            ? new(Environment, Client(), Clock, Vault.Open(Redactor), Owner, LeaseClock) { Approval = Approval, Tool = Tool }
            : new(new SessionParts(Environment, Kinds, Client(), Clock, Vault.Open(Redactor), Owner, LeaseClock, readsLag: true))
            {
                Approval = Approval,
                Tool = Tool,
            };

    /// <summary>The REST client of a deployment.</summary>
    public WorkspaceClient Client()
    {
        var options = new WorkspaceOptions
        {
            Url = new Uri(Cloud.Description.WorkspaceHttp),
            Token = Token ?? ((_, _) => ValueTask.FromResult(Cloud.Description.Token)),
            Clock = Clock,
            Redactor = Redactor,
        };
        return new WorkspaceClient(http, options, NullLogger<WorkspaceClient>.Instance);
    }

    private sealed class Meanwhile(TestWorkspace workspace) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (workspace.Before is { } before)
                await before(request, ct);

            return await base.SendAsync(request, ct);
        }
    }

    internal sealed class Nobody(List<string>? notes = null) : IApplyWatcher, IExportWatcher
    {
        public void Note(string text) => notes?.Add(text);

        public void Listed(string kind, int count) { }

        public void Read(string kind) { }

        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome) { }
    }
}
