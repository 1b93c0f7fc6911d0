namespace Layercake.Engine.Mappings;

/// <summary>The name in one environment for a name in Git, and its place in the mapping file.</summary>
/// <param name="Kind">The kind of the named object: <c>clusters</c>.</param>
public sealed record NameMapping(string Kind, string From, string To, int Line, int Column);

/// <summary>The identity that a job runs as in one environment.</summary>
/// <param name="From">A user, an application id, or <see cref="Mappings.Default"/>.</param>
/// <param name="Field"><c>user_name</c> or <c>service_principal_name</c>.</param>
internal sealed record RunAsMapping(string From, string Field, string To, int Line, int Column);

/// <summary>The content of an environment's mapping file.</summary>
internal sealed record Mappings
{
    /// <summary>The entry for every identity without an entry of its own.</summary>
    public const string Default = "default";

    public static Mappings None { get; } = new() { File = "" };

    /// <summary>As findings show it: <c>deployment/environments/prod.mappings.json</c>.</summary>
    public required string File { get; init; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<NameMapping> Names { get; init; } = [];

    public IReadOnlyList<RunAsMapping> RunAs { get; init; } = [];
}
