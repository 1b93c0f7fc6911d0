using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Layercake.LocalCloud.Hosting;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.KeyVault;

/// <summary>An https port of its own for each vault that a deployment created, since a vault's address can have no path.</summary>
internal sealed class VaultHosts(
    Vaults vaults,
    CloudAccounts accounts,
    CloudUrls urls,
    X509Certificate2 certificate,
    Func<HttpContext,
    string,
    Task> handler
) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WebApplication> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>
    /// Where the vault is served: the cloud's own https address for the vault it starts with, a port of its own for any other.
    /// </summary>
    public string Address(string name) => hosts.TryGetValue(name, out var host) ? WebHost.HttpsUrl(host) : urls.Https;

    /// <summary>Serves the vaults of an earlier run again, at the ports they had when those are free.</summary>
    public async Task OpenAllAsync(CancellationToken ct)
    {
        foreach (
            var vault in vaults.All.Where(vault =>
                    !vault.IsDeleted && !string.Equals(vault.Name, accounts.VaultName, StringComparison.OrdinalIgnoreCase)
                )
                .ToList()
        )
            await OpenAsync(vault, ct);
    }

    /// <summary>Makes sure that the vault is served.</summary>
    public async Task OpenAsync(Vault vault, CancellationToken ct)
    {
        if (hosts.ContainsKey(vault.Name) || string.Equals(vault.Name, accounts.VaultName, StringComparison.OrdinalIgnoreCase))
            return;

        await gate.WaitAsync(ct);
        try
        {
            if (hosts.ContainsKey(vault.Name))
                return;

            var host = await StartAsync(vault, ct);
            hosts[vault.Name] = host;
            vaults.Change(vault.Name, new JObject { ["port"] = new Uri(WebHost.HttpsUrl(host)).Port });
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The vault is deleted: nothing answers at its address.</summary>
    public async Task CloseAsync(string name)
    {
        if (hosts.TryRemove(name, out var host))
            await WebHost.StopAsync(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in hosts.Keys.ToList())
            await CloseAsync(name);

        gate.Dispose();
    }

    private async Task<WebApplication> StartAsync(Vault vault, CancellationToken ct)
    {
        if (vault.Port > 0)
        {
            var again = WebHost.Build(null, vault.Port, certificate, context => handler(context, vault.Name));
            try
            {
                await again.StartAsync(ct);
                return again;
            }
            catch (IOException)
            {
                // Another program has taken the port since.
                await again.DisposeAsync();
            }
        }

        var host = WebHost.Build(null, 0, certificate, context => handler(context, vault.Name));
        await host.StartAsync(ct);
        return host;
    }
}
