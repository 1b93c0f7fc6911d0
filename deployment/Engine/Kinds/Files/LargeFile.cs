using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Kinds.Files;

/// <summary>A file of the workspace that is larger than what the service gives back.</summary>
internal static class LargeFile
{
    /// <summary>It stays where it is, and so does its file in Git.</summary>
    public static FoundContent Found(RemoteFile file, string name, Declaration? declared) =>
        new()
        {
            Name = name,
            Id = file.Path,
            Declared = declared,
            RefusalCode = "EXP020",
            Refusal = string.Create(
                CultureInfo.InvariantCulture,
                $"it has {file.Size:N0} bytes, and the service gives back at most {SizeLimits.Notebook:N0}. Download it in the UI "
                    + $"if Git is to have it, or keep it in a volume"
            ),
            ReadAsync = _ => throw new InvalidOperationException("What is refused is not read."),
        };
}
