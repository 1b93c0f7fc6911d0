using System.IO.Compression;
using System.Net;
using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Layercake.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests;

/// <summary>An answer is read up to 64 MB, counted unpacked; content that people keep in the workspace may be longer.</summary>
public sealed class LongAnswerTests
{
    private const int Limit = 64 * 1024 * 1024;

    private readonly Bench bench = new();

    [Fact]
    public async Task An_answer_of_exactly_the_limit_is_read()
    {
        bench.Service.Then((_, _) => Task.FromResult(Streamed(Json(Limit))));

        Assert.Equal("etl", (string?)(await bench.SendAsync(Bench.Read))["name"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_longer_answer_is_an_error_that_names_the_call_and_is_not_asked_for_again(int status)
    {
        bench
            .Service.Then((_, _) => Task.FromResult(Streamed(Json(Limit + 1), status)))
            .Then((_, _) => Task.FromResult(Streamed(Json(Limit + 1), status)))
            .Then((_, _) => Task.FromResult(Streamed(Json(Limit + 1), status)));

        var failure = await bench.FailAsync(Bench.Read);

        Assert.StartsWith($"GET /api/2.1/clusters/get answered {status} with more than 64 MB", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.OutcomeUnknown);
        Assert.False(failure.IsMissing);
    }

    [Fact]
    public async Task A_longer_answer_to_a_create_leaves_its_outcome_unknown()
    {
        bench.Service.Then((_, _) => Task.FromResult(Streamed(Json(Limit + 1))));

        Assert.True((await bench.FailAsync(Bench.Write(RepeatSafety.Unsafe))).OutcomeUnknown);
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task Of_an_answer_that_never_ends_no_more_is_read_than_the_limit()
    {
        var endless = new Endless();
        bench.Service.Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) }));

        await bench.FailAsync(Bench.Read);

        Assert.InRange(endless.Taken, Limit, Limit + 4 * 1024 * 1024);
    }

    [Fact]
    public async Task A_length_that_is_announced_and_too_long_is_not_read_at_all()
    {
        var endless = new Endless();
        bench.Service.Then(
            (_, _) =>
            {
                var content = new StreamContent(endless);
                content.Headers.ContentLength = Limit + 1;
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
            }
        );

        await bench.FailAsync(Bench.Read);

        Assert.Equal(0, endless.Taken);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_answer_counts_unpacked(string encoding)
    {
        var failure = await FailOverHttpAsync(encoding, Packed(encoding, Json(Limit + 1)));

        Assert.Contains("with more than 64 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_compressed_answer_is_told_in_our_words()
    {
        var failure = await FailOverHttpAsync("gzip", [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        Assert.Contains("the compressed answer is damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_is_longer_than_the_limit_is_read_all_the_same()
    {
        bench.Service.Then((_, _) => Task.FromResult(Streamed(new byte[Limit + 7])));

        Assert.Equal(Limit + 7, (await new FilesApi(bench.Client).DownloadAsync("/Volumes/a/b/c/large", CancellationToken.None)).Length);
    }

    [Fact]
    public async Task Content_with_a_length_is_read_into_one_array_and_one_that_ends_early_is_asked_for_again()
    {
        bench
            .Service.Then(
                (_, _) =>
                {
                    var content = new StreamContent(new MemoryStream([1, 2]));
                    content.Headers.ContentLength = 3;
                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
                }
            )
            .ThenBytes([1, 2, 3]);

        Assert.Equal([1, 2, 3], await new FilesApi(bench.Client).DownloadAsync("/Volumes/a/b/c/small", CancellationToken.None));
    }

    private static async Task<WorkspaceApiException> FailOverHttpAsync(string encoding, byte[] body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet(
            "/{**path}",
            async (HttpContext http) =>
            {
                http.Response.Headers.ContentEncoding = encoding;
                await http.Response.Body.WriteAsync(body);
            }
        );
        await app.StartAsync();
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, UseProxy = false };
        using var http = new HttpMessageInvoker(handler);
        var options = new WorkspaceOptions
        {
            Url = new Uri(app.Urls.First()),
            Token = (_, _) => ValueTask.FromResult("token-one"),
            Clock = new SelfAdvancingClock(),
        };
        var client = new WorkspaceClient(http, options, Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkspaceClient>.Instance);
        return await Assert.ThrowsAsync<WorkspaceApiException>(() => client.SendAsync(Bench.Read, CancellationToken.None));
    }

    private static byte[] Json(int length)
    {
        var body = new byte[length];
        Array.Fill(body, (byte)' ');
        """{ "name": "etl" }"""u8.CopyTo(body);
        return body;
    }

    private static byte[] Packed(string encoding, byte[] body)
    {
        using var bytes = new MemoryStream();
        using (
            Stream packed =
                encoding == "gzip" ? new GZipStream(bytes, CompressionLevel.Fastest) : new BrotliStream(bytes, CompressionLevel.Fastest)
        )
            packed.Write(body);

        return bytes.ToArray();
    }

    /// <summary>As it comes when nobody said how long it is.</summary>
    private static HttpResponseMessage Streamed(byte[] body, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StreamContent(new Unmeasured(body)) };

    private sealed class Unmeasured(byte[] body) : MemoryStream(body)
    {
        public override bool CanSeek => false;
    }

    private sealed class Endless : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Taken;
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Taken += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
