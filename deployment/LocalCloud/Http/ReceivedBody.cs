using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Layercake.LocalCloud.Http;

/// <summary>The body of a request: in memory; of a form, what is more than a little of it in a file that goes with the request.</summary>
internal sealed class ReceivedBody : IAsyncDisposable
{
    /// <summary>In bytes.</summary>
    private const int MostInMemory = 1024 * 1024;

    private readonly Stream content;

    private ReceivedBody(Stream content) => this.content = content;

    public long Length => content.Length;

    public static async Task<ReceivedBody> ReadAsync(Stream sent, string contentType, CancellationToken ct)
    {
        // A file that is uploaded in a form may be larger than the memory of a small agent.
        Stream content = IsForm(contentType)
            ? new FileBufferingReadStream(sent, MostInMemory)
            : new MemoryStream();
        try
        {
            if (content is FileBufferingReadStream form)
                await form.DrainAsync(ct);
            else
                await sent.CopyToAsync(content, ct);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }

        return new ReceivedBody(content);
    }

    public static ReceivedBody Of(byte[] bytes) => new(new MemoryStream(bytes));

    public static bool IsForm(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    /// <summary>From its beginning.</summary>
    public Stream Read()
    {
        content.Position = 0;
        return content;
    }

    public byte[] ToArray()
    {
        var bytes = new byte[content.Length];
        Read().ReadExactly(bytes);
        return bytes;
    }

    public ValueTask DisposeAsync() => content.DisposeAsync();
}
