using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Identity.Vault;

namespace Layercake.Sweeping;

/// <summary>Watches nothing.</summary>
internal sealed class Nobody : IApplyWatcher, IExportWatcher
{
    public void Started(Change change) { }

    public void Finished(ChangeOutcome outcome) { }

    public void Listed(string kind, int count) { }

    public void Read(string kind) { }
}

/// <summary>A vault that no declaration of a sweep names.</summary>
internal sealed class NoSecrets : ISecretSource
{
    public string Vault => "none";

    public Task<VaultSecret> GetAsync(string name, string? version, CancellationToken ct) =>
        throw new InvalidOperationException($"A sweep has no secret {name}.");

    public Task<string> VersionAsync(string name, string? version, CancellationToken ct) =>
        throw new InvalidOperationException($"A sweep has no secret {name}.");
}
