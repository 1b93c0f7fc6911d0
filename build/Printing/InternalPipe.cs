using System.Globalization;
using Layercake.Engine.Declarations;

namespace Build.Printing;

/// <summary>Tells an output from a pipe that the runtime opened for itself.</summary>
/// <remarks>
/// A process that is started with a closed output gives its number to the next file that it opens, which is a pipe between two threads
/// of the runtime. What is printed there disturbs them.
/// </remarks>
internal static class InternalPipe
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>Whether this process itself reads what is written to the descriptor. Only Linux tells.</summary>
    public static bool IsAt(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        try
        {
            return Target(Path.Combine(Descriptors, $"{descriptor}")) is { } pipe
                && pipe.StartsWith("pipe:", StringComparison.Ordinal)
                && Directory.EnumerateFileSystemEntries(Descriptors).Any(other => Target(other) == pipe && IsReadOnly(other));
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            return false;
        }
    }

    /// <summary>What the descriptor leads to: <c>pipe:[4711]</c>, <c>/dev/null</c>; null when it is closed.</summary>
    private static string? Target(string descriptor)
    {
        try
        {
            return Path.GetFileName(new FileInfo(descriptor).LinkTarget);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            return null; // Other threads open and close files meanwhile.
        }
    }

    private static bool IsReadOnly(string descriptor)
    {
        try
        {
            // An octal number, whose last two bits are 0 for reading, 1 for writing and 2 for both.
            var flags = File.ReadLines(descriptor.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal))
                .First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (int.Parse(flags[^1..], CultureInfo.InvariantCulture) & 3) == 0;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            return false;
        }
    }
}
