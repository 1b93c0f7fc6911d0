using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Environments;

/// <summary>Tests that read environment files of their own.</summary>
public abstract class EnvironmentTests : IDisposable
{
    private protected const string Subscription = "12345678-90ab-cdef-1234-567890abcdef";

    private protected const string Workspace = "\"workspace_url\": \"https://adb-1.7.azuredatabricks.net\"";

    private protected const string Complete = $"{Workspace}, \"vault_name\": \"kv-dev\"";

    private protected TemporaryAssets Assets { get; } = new();

    private protected static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    public void Dispose()
    {
        Assets.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected DeploymentEnvironment? Load(string json, params (string Key, string Value)[] overrides) =>
        Load(json, "dev", overrides);

    private protected DeploymentEnvironment? Load(string json, string name, params (string Key, string Value)[] overrides)
    {
        Assets.Write($"deployment/environments/{name}.json", json);
        return new EnvironmentFiles([Assets.PathOf("deployment/environments")]).Load(
            name,
            overrides.ToDictionary(pair => pair.Key, pair => pair.Value),
            Assets.Findings
        );
    }

    private protected string[] Places() =>
        [.. Assets.Printed().Select(line => line.Replace("deployment/environments/dev.json", "", StringComparison.Ordinal))];
}
