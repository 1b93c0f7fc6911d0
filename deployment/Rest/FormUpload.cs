using System.Net.Http.Headers;

namespace Layercake.Rest;

/// <summary>A file that is sent as a multipart form, or alone, piece by piece and never held whole.</summary>
/// <param name="Fields">Sent before the file.</param>
/// <param name="Part">The name of the part with the file; null where the file is all that is sent.</param>
/// <param name="Length">In bytes, for the time that an attempt may take.</param>
/// <param name="Open">Called for each attempt; what it throws or what fails in reading is an <see cref="UnsentContentException"/>.</param>
public sealed record FormUpload(IReadOnlyList<KeyValuePair<string, string>> Fields, string? Part, long Length, Func<Stream> Open)
{
    /// <summary>The slowest line that an upload is waited for, in bytes a second.</summary>
    private const long SlowestLine = 512 * 1024;

    /// <summary>How much longer than another request one attempt may take.</summary>
    internal TimeSpan Time => TimeSpan.FromSeconds((double)Length / SlowestLine);

    internal HttpContent Content() => Part is null ? FileContent() : FormContent(Part);

    private StreamContent FileContent()
    {
        var file = new StreamContent(Open());
        file.Headers.ContentLength = Length;
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return file;
    }

    private MultipartFormDataContent FormContent(string part)
    {
        var form = new MultipartFormDataContent();
        try
        {
            foreach (var (name, value) in Fields)
                form.Add(new StringContent(value), Quoted(name));

            var file = new StreamContent(Open());
            file.Headers.ContentLength = Length;
            form.Add(file, Quoted(part), Quoted(part));
            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    // Without quotes, which .NET leaves out, not every server finds the name.
    private static string Quoted(string name) => $"\"{name}\"";
}

/// <summary>What was to be sent could not be read to its end, so that the service got no whole request, and did nothing.</summary>
public sealed class UnsentContentException(string message, Exception? inner = null) : Exception(message, inner);
