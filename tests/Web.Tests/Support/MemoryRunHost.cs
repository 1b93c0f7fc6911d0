using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Layercake.Web.Access;
using Layercake.Web.Runs;

namespace Layercake.Web.Tests.Support;

/// <summary>A host in memory, whose runs end when the test says so.</summary>
internal sealed class MemoryRunHost : IRunHost
{
    private static readonly FilesDescription NoFiles = new()
    {
        Folder = "assets",
        Count = 0,
        Newest = null,
        Git = null,
    };

    /// <summary>Every run signs in as the environment says.</summary>
    public static UserSignIns NoTokens { get; } =
        new(DeployAsRules.ServicePrincipal, new UserTokens(new Redactor(), TimeProvider.System), TimeProvider.System)
        {
            Setup = "",
            MayGoTo = _ => false,
            WhereTo = "",
        };

    /// <summary>Every environment is deployed to as the user who asks; these have a token.</summary>
    public static UserSignIns AsUser(params string[] users)
    {
        var tokens = new UserTokens(new Redactor(), TimeProvider.System);
        foreach (var user in users)
            tokens.Keep(user, new UserToken($"token-of-{user}"));
        return new UserSignIns(
            new DeployAsRules(new Dictionary<string, DeployAs> { [RoleRules.AnyEnvironment] = DeployAs.User }),
            tokens,
            TimeProvider.System
        )
        {
            Setup = "",
            MayGoTo = _ => false,
            WhereTo = "",
        };
    }

    /// <summary>Gets id, request and plan of each run that was started.</summary>
    public List<(string Id, RunRequest Request, string? PlanId, MemoryRun Run)> Started { get; } = [];

    public IReadOnlyList<string> Names { get; init; } = ["dev", "prod"];

    public IReadOnlyList<WebRun> Ended { get; init; } = [];

    public FilesDescription Files { get; set; } = NoFiles;

    /// <summary>The report that every run has; null when none has one.</summary>
    public string? Report { get; init; }

    /// <summary>What each question about the files ends with.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<string> Environments() => Names;

    public Task<EnvironmentDescription> DescribeAsync(string environment, UserSignIn signIn, CancellationToken ct) =>
        Task.FromResult(new EnvironmentDescription { Name = environment, Folder = "assets" });

    public Task<FilesDescription> DescribeFilesAsync(CancellationToken ct) =>
        Failure is null ? Task.FromResult(Files) : Task.FromException<FilesDescription>(Failure);

    public IReadOnlyList<WebRun> Earlier() => Ended;

    /// <summary>What each file was and became.</summary>
    public TextPair? Texts { get; init; }

    public Task<TextPair?> ReadTextsAsync(WebRun run, string asset, string file, UserSignIn signIn, CancellationToken ct) =>
        Task.FromResult(Texts);

    /// <summary>Of every run that has changes.</summary>
    public DependencyPicture? Picture { get; set; }

    public DependencyPicture? Draw(IReadOnlyList<Change> changes, string? around) => changes.Count == 0 ? null : Picture;

    public string? ReportOf(string id) => Report;

    public IHostedRun Start(string id, RunRequest request, string? planId, UserSignIn signIn)
    {
        var run = new MemoryRun();
        Started.Add((id, request, planId, run));
        return run;
    }
}
