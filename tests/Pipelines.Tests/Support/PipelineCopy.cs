using Layercake.Testing;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>A copy of the pipeline files, to make mistakes in.</summary>
internal sealed class PipelineCopy : IDisposable
{
    private readonly TempDirectory folder = new();

    public PipelineCopy()
    {
        foreach (
            var file in Tools.Files(
                Tools.Repository,
                ".github/workflows/*.yml",
                "deployment/pipelines/*.yml",
                "action.yml",
                "azure-pipelines.yml"
            )
        )
            folder.Write(file, File.ReadAllText(Path.Combine(Tools.Repository, file)));
    }

    public string Root => folder.FullPath;

    /// <summary>Replaces a text that must be there.</summary>
    public PipelineCopy With(string file, string text, string replacement)
    {
        var before = File.ReadAllText(Path.Combine(Root, file));
        Assert.Contains(text, before, StringComparison.Ordinal);
        folder.Write(file, before.Replace(text, replacement, StringComparison.Ordinal));
        return this;
    }

    public void Dispose() => folder.Dispose();
}
