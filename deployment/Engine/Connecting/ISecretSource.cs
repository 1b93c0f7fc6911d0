using Layercake.Identity.Vault;

namespace Layercake.Engine.Connecting;

/// <summary>Where the secrets that declarations name come from.</summary>
public interface ISecretSource
{
    /// <summary>As plans name the vault: <c>kv-layercake-dev</c>.</summary>
    string Vault { get; }

    /// <summary>Reads a secret, once a run however often it is asked for.</summary>
    /// <param name="version">Null stands for the current one.</param>
    /// <exception cref="VaultException">The vault did not give it.</exception>
    Task<VaultSecret> GetAsync(string name, string? version, CancellationToken ct);

    /// <summary>Which version would be read, for those who may list secrets and not read their values.</summary>
    /// <inheritdoc cref="GetAsync"/>
    Task<string> VersionAsync(string name, string? version, CancellationToken ct);
}
