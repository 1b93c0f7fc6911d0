using Build.Running;

namespace Build.LocalClouds;

/// <summary>The local cloud as a program of its own.</summary>
public interface ILocalCloudProgram
{
    /// <summary>Runs until it is stopped.</summary>
    /// <exception cref="BuildFailedException">It could not be started.</exception>
    Task RunAsync();
}
