using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;

namespace Build.WebPages;

/// <summary>What of a folder of assets is pushed.</summary>
internal static class PushedPaths
{
    /// <summary>What an export noted of the files that it wrote: the next one may be elsewhere.</summary>
    public static IReadOnlyList<string> Notes { get; } = [ExportResult.IndexFile];

    /// <summary>The folders of the kinds, and <see cref="Notes"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. KindTable.Folders, .. Notes];
}
