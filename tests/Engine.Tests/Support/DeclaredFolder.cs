using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Engine.Variables;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>A folder of assets with its environments, read as a deployment to <c>dev</c> reads it; no workspace is asked.</summary>
public sealed class DeclaredFolder : IDisposable
{
    private static readonly string[] OfKinds = ["CLU", "FLD", "JOB"];

    private readonly TempDirectory folder = new();

    public GitFacts Git { get; set; } = GitFacts.None;

    /// <summary>Settings of the command line.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary><c>--var</c></summary>
    public Dictionary<string, string> Variables { get; } = [];

    public DeclaredFolder With(string file, string text)
    {
        folder.Write(file, text);
        return this;
    }

    /// <summary>The environment's file, with what every environment must say.</summary>
    public DeclaredFolder WithEnvironment(string settings) =>
        With(
            "deployment/environments/dev.json",
            $$"""
            { "workspace_url": "https://adb-1.azuredatabricks.net", "vault_name": "kv-layercake-dev",
            {{settings}} }
            """
        );

    public DeploymentEnvironment? Environment(ICollection<Finding> findings, string name = "dev")
    {
        if (!File.Exists(folder["deployment/environments/dev.json"]))
            WithEnvironment("\"concurrency\": 16");
        return new EnvironmentFiles([folder["deployment/environments"]]) { GivenVariables = Variables }.Load(name, Settings, findings);
    }

    public (IReadOnlyList<Declaration> Declarations, string[] Findings) Read()
    {
        var findings = new List<Finding>();
        var environment = Environment(findings);
        var declared = environment is null
            ? new DeclaredAssets([], [])
            : DeploymentSession.Read(environment, new AssetsFolder(folder.FullPath), Git);
        return (
            declared.Declarations,
            [
                .. Engine.Declarations.Findings.InOrder([.. findings, .. declared.Findings.Where(IsOfReading)])
                    .Select(finding => finding.ToString()),
            ]
        );
    }

    /// <summary>With what has errors put aside.</summary>
    public IsolationResult<DeclaredAssets> IsolateErrors()
    {
        var environment = Environment([])!;
        return DeploymentSession.IsolateErrors(environment, DeploymentSession.Read(environment, new AssetsFolder(folder.FullPath), Git));
    }

    /// <summary>The only declaration's content, with nothing wrong.</summary>
    public JObject Content() => Assert.Single(All()).Content;

    /// <summary>The content of the declaration of that name, with nothing wrong.</summary>
    public JObject Content(string asset) => Assert.Single(All(), declaration => declaration.Asset == asset).Content;

    public string[] Findings() => Read().Findings;

    /// <summary>The only thing that is wrong.</summary>
    public string Finding() => Assert.Single(Read().Findings);

    public void Dispose() => folder.Dispose();

    /// <summary>What jobs and clusters must hold has tests of its own, so that declarations here can be short.</summary>
    private static bool IsOfReading(Finding finding) => finding.Code == "JOB001" || !OfKinds.Contains(finding.Code[..3]);

    private IReadOnlyList<Declaration> All()
    {
        var (declarations, findings) = Read();
        Assert.Empty(findings);
        return declarations;
    }
}
