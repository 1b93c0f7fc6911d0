using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Secrets;

/// <summary>Tests that deploy values from the vault to a workspace of their own.</summary>
public abstract class SecretTests : IAsyncLifetime
{
    private protected const string Password = "canary-p\"w/+<&'ä>";
    private protected const string NewPassword = "canary-renewed-9f";

    private protected TestWorkspace Workspace { get; private set; } = null!;

    public async Task InitializeAsync() => Workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await Workspace.DisposeAsync();

    private protected TestWorkspace WithVariables(string variables) =>
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", $$""" "spark_env_vars": { {{variables}} } """));

    private protected async Task<IEnumerable<string>> WritesOfADeploymentAsync() =>
        (await Workspace.WritesDuringAsync(() => Workspace.DeployAsync())).Where(request =>
            !request.Contains("/oauth2/", StringComparison.Ordinal)
        );

    private protected async Task<string?> VariableAsync(string name) =>
        (string?)(await Workspace.ClusterAsync("etl"))["spark_env_vars"]?[name];

    private protected Task<JObject> ManifestAsync() => Workspace.ManifestAsync();
}
