using Layercake.Engine.Environments;

namespace Layercake.Sweeping;

/// <summary>One thing that people do with an environment, from a known start to a known end.</summary>
/// <param name="Name">As findings name it: <c>first deployment</c>.</param>
/// <param name="Prepare">Brings a new world to the start.</param>
/// <param name="Act">What is killed.</param>
/// <param name="Finish">What is run afterwards, on another machine or the same, until all is well.</param>
public sealed record Flow(string Name, Func<World, Task> Prepare, Target Act, IReadOnlyList<Target> Finish)
{
    /// <summary>The flow whose end is this one's too, if it had not begun in the middle of something.</summary>
    public Flow? EndsLike { get; init; }

    /// <summary>The files that Git has by the time of the next run; null where it has the same.</summary>
    public IReadOnlyDictionary<string, byte[]>? Next { get; init; }

    /// <summary>What is deployed to; null for the world's own environment.</summary>
    public DeploymentEnvironment? Environment { get; init; }

    /// <summary>Who is no administrator may not do it.</summary>
    public bool IsForAdministrators { get; init; }

    /// <summary>A sample of all flows has others like it.</summary>
    public bool IsLeftToTheWhole { get; init; }

    public override string ToString() => Name;
}
