using System.Globalization;
using Layercake.LocalCloud.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.LocalCloud.Logging;

/// <summary>
/// Where failures of the cloud itself are told with their stack traces, which answers and runs never show: a logger, and <c>cloud.log</c>
/// in the state directory.
/// </summary>
/// <param name="file">Null when nothing is kept on disk.</param>
internal sealed class CloudLog(string? file, ILogger log, TimeProvider clock)
{
    private const long MostBytes = 1024 * 1024;

    private readonly Lock gate = new();

    public static CloudLog None { get; } = new(null, NullLogger.Instance, TimeProvider.System);

    public ILogger Logger => log;

    /// <param name="what">What failed: a call, a run.</param>
    /// <returns>Where the reason can be read.</returns>
    public string Write(string what, Exception error)
    {
        log.LogError(error, "{What} failed", what);
        if (file is null)
            return "its log";

        try
        {
            Append(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():O} {what} failed: {error}\n\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogError(e, "{File} cannot be written", file);
        }

        return file;
    }

    // A failure that comes again and again shall not fill the disk.
    private void Append(string entry)
    {
        lock (gate)
        {
            var isFull = File.Exists(file) && new FileInfo(file).Length > MostBytes;
            using var writer = new StreamWriter(PrivateFile.Open(file!, isFull ? FileMode.Create : FileMode.Append));
            writer.Write(entry);
        }
    }
}
