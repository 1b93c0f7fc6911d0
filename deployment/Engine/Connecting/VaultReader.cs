using System.Collections.Concurrent;
using Layercake.Identity.Vault;
using Layercake.Secrecy;

namespace Layercake.Engine.Connecting;

/// <summary>Reads each secret of the environment's vault once a run, and tells the redactor before anyone else.</summary>
/// <param name="vault">Null when the environment names none; then every read fails.</param>
/// <param name="identifiers">Secrets that hold a tenant's, a client's or a subscription's id. Those are no secrets, and messages would say
/// little without them.</param>
internal sealed class VaultReader(KeyVaultSecrets? vault, string name, string file, Redactor redactor, IReadOnlySet<string> identifiers)
    : ISecretSource
{
    private readonly ConcurrentDictionary<(string Name, string? Version), Lazy<Task<VaultSecret>>> read = new();

    public string Vault => name;

    /// <summary>A vault's name as its address has it; the local cloud's has a new port each time.</summary>
    public static string NameOf(Uri? address) =>
        address is null ? ""
        : address.IsLoopback ? "local"
        : address.Host.Split('.')[0];

    public Task<VaultSecret> GetAsync(string name, string? version, CancellationToken ct) =>
        read.GetOrAdd((name, version), key => new(() => ReadAsync(key.Name, key.Version, ct))).Value;

    public Task<string> VersionAsync(string name, string? version, CancellationToken ct) => VaultFor(name).VersionAsync(name, version, ct);

    private async Task<VaultSecret> ReadAsync(string name, string? version, CancellationToken ct)
    {
        var secret = await VaultFor(name).GetAsync(name, version, ct);
        if (!identifiers.Contains(name) || !Guid.TryParse(secret.Value, out _))
            redactor.Register(secret.Value);

        return secret;
    }

    private KeyVaultSecrets VaultFor(string name) =>
        vault
        ?? throw new ConnectionException($"{file} names no vault, and {name} would be read from it. Set vault_name or vault_url.");
}
