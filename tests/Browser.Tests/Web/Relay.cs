using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Layercake.Browser.Tests.Web;

/// <summary>Stands between browser and server, and can cut every connection.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> open = [];

    public Relay()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>As the browser knows the server.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Where the server listens; null while nothing comes through.</summary>
    public Uri? Target { get; set; }

    public void Cut()
    {
        Target = null;
        foreach (var connection in open)
            connection.Dispose();
    }

    public void Dispose()
    {
        Cut();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using var server = new TcpClient();
        using (browser)
            try
            {
                if (Target is not { } target)
                    return;

                await server.ConnectAsync(target.Host, target.Port);
                open.Add(browser);
                open.Add(server);
                await Task.WhenAny(
                    browser.GetStream().CopyToAsync(server.GetStream()),
                    server.GetStream().CopyToAsync(browser.GetStream())
                );
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // It was cut.
            }
    }
}
