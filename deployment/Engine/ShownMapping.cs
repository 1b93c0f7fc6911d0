namespace Layercake.Engine;

/// <summary>A line of an environment's mapping file, for people.</summary>
/// <param name="What">What is mapped: <c>clusters</c>, or <c>run as</c>.</param>
/// <param name="From">The name in Git.</param>
/// <param name="To">The name in the environment.</param>
/// <param name="Place">File and line: <c>deployment/environments/prod.mappings.json(4)</c>.</param>
public sealed record ShownMapping(string What, string From, string To, string Place);
