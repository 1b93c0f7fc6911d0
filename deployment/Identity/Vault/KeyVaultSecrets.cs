using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Layercake.Identity.Tokens;

namespace Layercake.Identity.Vault;

/// <summary>Reads secrets from one Azure Key Vault.</summary>
public sealed partial class KeyVaultSecrets
{
    private readonly Uri vault;
    private readonly SecretClient client;
    private readonly TimeProvider clock;

    /// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
    /// <exception cref="VaultException">The address is not https.</exception>
    public KeyVaultSecrets(Uri vault, TokenCredential credential, HttpClient http, TimeProvider clock)
    {
        if (vault.Scheme != Uri.UriSchemeHttps)
            throw new VaultException(
                $"{vault} is not an https address, and a vault gives secrets only over https. Write https://NAME.vault.azure.net."
            );

        var options = new SecretClientOptions
        {
            Transport = new HttpClientTransport(http),
            // The library compares the vault's host with the cloud's domain, and an address of this machine has none.
            DisableChallengeResourceVerification = vault.IsLoopback,
        };
        // What is below repeats and bounds each attempt and all of them; an outer limit would cut that short.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(10);
        (this.vault, this.clock, client) = (vault, clock, new SecretClient(vault, credential, options));
    }

    /// <summary>The current version.</summary>
    /// <exception cref="VaultException">The vault did not give it, or it is not valid now.</exception>
    /// <exception cref="SignInException">There is no token for the vault.</exception>
    public Task<VaultSecret> GetAsync(string name, CancellationToken ct) => GetAsync(name, version: null, ct);

    /// <inheritdoc cref="GetAsync(string, CancellationToken)"/>
    /// <param name="version">Null stands for the current one.</param>
    public Task<VaultSecret> GetAsync(string name, string? version, CancellationToken ct) =>
        ExplainedAsync(name, version, () => ReadAsync(name, version, ct), ct);

    /// <summary>Which version would be read, for those who may list secrets and not read their values.</summary>
    /// <inheritdoc cref="GetAsync(string, string?, CancellationToken)"/>
    public Task<string> VersionAsync(string name, string? version, CancellationToken ct) =>
        ExplainedAsync(name, version, () => ListedAsync(name, version, ct), ct);

    private async Task<VaultSecret> ReadAsync(string name, string? version, CancellationToken ct)
    {
        var secret = (await client.GetSecretAsync(name, version, ct).ConfigureAwait(false)).Value;
        if (secret.Value is null || secret.Id is null || secret.Properties.Version is not { Length: > 0 })
            throw VaultFailures.Unreadable(vault, name);

        VaultFailures.ThrowIfNotValidNow(secret.Properties, vault, clock.GetUtcNow());
        SecretPlaceholder.ThrowIfOne(secret.Value, vault, name);
        return new VaultSecret(name, secret.Properties.Version, secret.Value);
    }

    private async Task<string> ListedAsync(string name, string? version, CancellationToken ct)
    {
        var versions = new List<SecretProperties>();
        await foreach (var listed in client.GetPropertiesOfSecretVersionsAsync(name, ct).ConfigureAwait(false))
            if (version is null || listed.Version == version)
                versions.Add(listed);

        if (versions.MaxBy(listed => listed.CreatedOn) is not { Version.Length: > 0 } current)
            throw version is null ? VaultFailures.Unreadable(vault, name) : NoVersion(name, version, null);

        VaultFailures.ThrowIfDisabled(current, vault);
        VaultFailures.ThrowIfNotValidNow(current, vault, clock.GetUtcNow());
        if (current.ContentType == SecretPlaceholder.ContentType)
            throw new VaultException(SecretPlaceholder.MessageFor(vault, [name])) { Placeholder = name };

        return current.Version;
    }

    private async Task<T> ExplainedAsync<T>(string name, string? version, Func<Task<T>> read, CancellationToken ct)
    {
        if (!Name().IsMatch(name))
            throw new VaultException(
                $"'{name}' cannot be the name of a secret in vault {vault}: 1 to 127 letters, digits and hyphens. Correct it in "
                    + $"the environment file."
            );

        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && version is not null)
        {
            throw NoVersion(name, version, missing);
        }
        catch (Exception exception)
            when (exception is RequestFailedException or AggregateException or InvalidOperationException
                || UnreadableAnswer.Is(exception)
                || (exception is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            throw VaultFailures.Explain(exception, vault, name);
        }
    }

    private VaultException NoVersion(string name, string version, Exception? cause) =>
        new(
            $"Vault {vault} holds no version {version} of secret {name}. Leave the version out to use the current one, or give one that "
                + "the vault has.",
            cause
        );

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$")]
    private static partial Regex Name();
}
