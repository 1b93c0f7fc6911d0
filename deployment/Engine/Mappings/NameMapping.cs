namespace Layercake.Engine.Mappings;

/// <summary>What a name in Git is called in one environment, and where the mapping file says so.</summary>
/// <param name="Kind">Of the object that is named: <c>clusters</c>.</param>
public sealed record NameMapping(string Kind, string From, string To, int Line, int Column);

/// <summary>Whom a job runs as in one environment.</summary>
/// <param name="From">A user, an application id, or <see cref="Mappings.Default"/>.</param>
/// <param name="Field"><c>user_name</c> or <c>service_principal_name</c>.</param>
public sealed record RunAsMapping(string From, string Field, string To, int Line, int Column);

/// <summary>All that an environment's mapping file says.</summary>
public sealed record Mappings
{
    /// <summary>The entry for every identity without one of its own.</summary>
    public const string Default = "default";

    public static Mappings None { get; } = new() { File = "" };

    /// <summary>As findings show it: <c>deployment/environments/prod.mappings.json</c>.</summary>
    public required string File { get; init; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<NameMapping> Names { get; init; } = [];

    public IReadOnlyList<RunAsMapping> RunAs { get; init; } = [];
}
