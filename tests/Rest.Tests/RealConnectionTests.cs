using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Rest.Tests.Support;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Rest.Tests;

/// <summary>What .NET's own handler throws is told apart rightly.</summary>
public sealed class RealConnectionTests : IDisposable
{
    private readonly SelfAdvancingClock clock = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int connections;

    [Fact]
    public async Task A_port_where_nobody_listens_is_certainly_without_effect()
    {
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var failure = await FailAsync(new Uri($"http://127.0.0.1:{port}"));

        Assert.False(failure.OutcomeUnknown);
        Assert.Equal(2, clock.Delays.Count);
        Assert.Equal(
            $"POST http://127.0.0.1:{port}/api/2.2/jobs/create could not be reached: Connection refused. Given up after 3 attempts.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_certainly_without_effect()
    {
        var failure = await FailAsync(new Uri("http://no-such-workspace.invalid"));

        Assert.False(failure.OutcomeUnknown);
        Assert.StartsWith(
            "POST http://no-such-workspace.invalid/api/2.2/jobs/create could not be reached: ",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_connection_that_ends_without_an_answer_leaves_the_outcome_open()
    {
        var url = Serve(async client =>
        {
            await client.GetStream().ReadAtLeastAsync(new byte[4096], 1);
        });

        var failure = await FailAsync(new Uri("http://" + url));

        Assert.True(failure.OutcomeUnknown);
        Assert.Contains("lost the connection before the answer was complete", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_the_outcome_open()
    {
        var url = Serve(async client =>
        {
            await client.GetStream().ReadAtLeastAsync(new byte[4096], 1);
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"job_"u8.ToArray());
        });

        Assert.True((await FailAsync(new Uri("http://" + url))).OutcomeUnknown);
        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddYears(100)
        );
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var url = Serve(async client =>
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
        });

        var failure = await FailAsync(new Uri("https://" + url));

        Assert.False(failure.OutcomeUnknown);
        Assert.Contains("could not be reached: The remote certificate is invalid", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, connections);
    }

    public void Dispose() => listener.Dispose();

    private string Serve(Func<TcpClient, Task> answer)
    {
        listener.Start();
        _ = AcceptAsync(answer);
        return listener.LocalEndpoint.ToString()!;
    }

    private async Task AcceptAsync(Func<TcpClient, Task> answer)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            connections++;
            try
            {
                await answer(client);
            }
            catch (IOException)
            {
                // The client hangs up on a certificate that it does not trust.
            }
        }
    }

    private async Task<WorkspaceApiException> FailAsync(Uri url)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var options = new WorkspaceOptions
        {
            Url = url,
            Token = (_, _) => ValueTask.FromResult("t"),
            Clock = clock,
        };
        var client = new WorkspaceClient(http, options, NullLogger<WorkspaceClient>.Instance);
        return await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            client.SendAsync(Bench.Write(RepeatSafety.Unsafe), CancellationToken.None)
        );
    }
}
