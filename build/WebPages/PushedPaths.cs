using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;

namespace Build.WebPages;

/// <summary>What of a folder of assets is pushed.</summary>
internal static class PushedPaths
{
    /// <summary>The folders of the kinds, and what an export noted of the files that it wrote: the next one may be elsewhere.</summary>
    public static IReadOnlyList<string> All { get; } = [.. KindTable.Folders, ExportResult.IndexFile];
}
