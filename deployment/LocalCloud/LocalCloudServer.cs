using System.Net;
using System.Security.Cryptography.X509Certificates;
using Layercake.LocalCloud.Apis;
using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Dispatching;
using Layercake.LocalCloud.Hosting;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Logging;
using Layercake.LocalCloud.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace Layercake.LocalCloud;

/// <summary>
/// Entra, a Key Vault, Azure Resource Manager and a Databricks workspace on this machine's loopback address, until disposed.
/// </summary>
public sealed class LocalCloudServer : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> undo = [];
    private readonly LocalCloudOptions options;

    private LocalCloudServer(LocalCloudOptions options) => this.options = options;

    /// <summary>Where it is and what it accepts.</summary>
    public CloudDescription Description { get; private set; } = null!;

    /// <summary>All that the cloud remembers, for tests that look behind the services.</summary>
    public CloudState State { get; private set; } = null!;

    /// <exception cref="LocalCloudException">The state directory is in use by another cloud, or a port is taken.</exception>
    public static async Task<LocalCloudServer> StartAsync(LocalCloudOptions options, CancellationToken ct)
    {
        var server = new LocalCloudServer(options);
        try
        {
            await server.StartAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops answering, lets go of the state directory and removes the description file; requests still under way are dropped.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        while (undo.TryPop(out var step))
            await step();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        if (options.StateDirectory is { } directory)
            UndoBy(DirectoryLock.Take(directory).Dispose);

        var certificates = options.Directory ?? options.StateDirectory ?? TemporaryDirectory();
        var certificate = ServerCertificate.LoadOrCreate(certificates);
        UndoBy(certificate.Dispose);

        var clock = new CloudClock(options.Clock);
        State = options.StateDirectory is null ? CloudState.InMemory(clock) : CloudState.In(options.StateDirectory, clock);
        UndoBy(State.Dispose);

        var log = new CloudLog(LogFile(), options.Log, options.Clock);
        var parts = new SharedParts(State, clock, options.Clock, options.TenantId, log);
        await ServeAsync(parts, certificate, ct);
        Description = CloudDescriptions.Of(parts.Accounts, parts.Urls, ServerCertificate.PemPath(certificates));
        WriteDescription();
    }

    private async Task ServeAsync(SharedParts parts, X509Certificate2 certificate, CancellationToken ct)
    {
        var routes = new RouteTable();
        var gateway = GatewayTo(routes, parts);
        var stopping = new CancellationTokenSource();
        var hosts = new VaultHosts(
            parts.Vaults,
            parts.Accounts,
            parts.Urls,
            certificate,
            (context, vault) => gateway.HandleAsync(context, vault, stopping.Token)
        );
        Register(ApiFamilies.All(parts, hosts, options.Python), routes);

        var app = WebHost.Build(
            options.HttpPort,
            options.HttpsPort,
            certificate,
            context => gateway.HandleAsync(context, null, stopping.Token)
        );
        undo.Push(async () =>
        {
            await stopping.CancelAsync();
            await WebHost.StopAsync(app);
            stopping.Dispose();
        });
        await ListenAsync(app, ct);

        var (http, https) = WebHost.Urls(app);
        parts.Urls.Set(http, https);
        undo.Push(hosts.DisposeAsync);
        await hosts.OpenAllAsync(ct);
    }

    private static Gateway GatewayTo(RouteTable routes, SharedParts parts)
    {
        var dispatcher = new Dispatcher(routes, parts.Gate, parts.Rights, parts.Accounts, parts.Urls, parts.Log);
        return new Gateway(dispatcher, parts.Accounts, parts.Ledger, parts.Faults, parts.WallClock);
    }

    private void Register(IReadOnlyList<IEndpoints> families, RouteTable routes)
    {
        foreach (var family in families)
        {
            if (family is IAsyncDisposable owner)
                undo.Push(owner.DisposeAsync);

            family.Map(routes);
            family.Seed();
        }
    }

    private async Task ListenAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new LocalCloudException(
                $"Port {string.Join(" or ", new[] { options.HttpPort, options.HttpsPort }.Where(port => port != 0))} on "
                    + $"{IPAddress.Loopback} is in use. "
                    + "Choose other ports with --http-port and --https-port, or 0 for any free one.",
                error
            );
        }
    }

    private void WriteDescription()
    {
        if (options.DescriptionFile is not { } path)
            return;

        Description.Save(path);
        UndoBy(() =>
        {
            // Another cloud may have put its own description there since.
            if (CloudDescription.TryLoad(path) == Description)
                File.Delete(path);
        });
    }

    private string? LogFile() => options.StateDirectory is { } directory ? Path.Combine(directory, "cloud.log") : null;

    private string TemporaryDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("layercake-cloud-").FullName;
        UndoBy(() => Directory.Delete(directory, recursive: true));
        return directory;
    }

    private void UndoBy(Action step) =>
        undo.Push(() =>
        {
            step();
            return ValueTask.CompletedTask;
        });
}
