using System.Text;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Tests.Declarations;

/// <summary>A folder of assets that goes when the test does.</summary>
public sealed class TemporaryAssets : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("layercake-");

    public string Root => folder.FullName;

    public AssetsFolder Assets => new(Root);

    public List<Finding> Findings { get; } = [];

    public string Write(string file, string content) => Write(file, Encoding.UTF8.GetBytes(content));

    public string Write(string file, byte[] content)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The findings as they are printed, in order.</summary>
    public string[] Printed() => [.. Layercake.Engine.Declarations.Findings.InOrder(Findings).Select(finding => finding.ToString())];

    public void Dispose() => folder.Delete(recursive: true);
}
