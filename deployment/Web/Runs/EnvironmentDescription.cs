using Layercake.Engine;
using Layercake.Engine.Environments;

namespace Layercake.Web.Runs;

/// <summary>An environment and how it stands.</summary>
public sealed record EnvironmentDescription
{
    public required string Name { get; init; }

    /// <summary>The folder of the files; where they are as the user gave it.</summary>
    public required string Folder { get; init; }

    /// <summary>Null where its file is wrong.</summary>
    public DeploymentEnvironment? Environment { get; init; }

    /// <summary>In the order of their file.</summary>
    public IReadOnlyList<ShownMapping> Mappings { get; init; } = [];

    /// <summary>Null where the workspace could not be asked.</summary>
    public EnvironmentState? State { get; init; }

    /// <summary>Why something of this is not known, a line each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
