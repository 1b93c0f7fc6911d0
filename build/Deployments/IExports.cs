using Build.Running;

namespace Build.Deployments;

/// <summary>The way from the workspace into the folder of assets.</summary>
public interface IExports
{
    /// <param name="kinds">By folder.</param>
    /// <exception cref="BuildFailedException">Not everything could be exported; what could be is.</exception>
    Task RunAsync(IReadOnlyList<string> kinds);
}
