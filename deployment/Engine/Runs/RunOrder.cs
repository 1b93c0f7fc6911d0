using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Runs;

/// <summary>A run that is to be started: of a job, or a one-time run.</summary>
public sealed record RunOrder
{
    /// <summary>What people call it: a notebook's path below <c>notebooks/</c>, or a job's name.</summary>
    public required string Subject { get; init; }

    /// <summary>What declares it in Git, as findings name files; null when nothing does.</summary>
    public string? File { get; init; }

    /// <summary>Null for a one-time run.</summary>
    public long? JobId { get; init; }

    /// <summary>What the request holds besides the job's id and the token.</summary>
    public required JObject Body { get; init; }

    /// <summary>One for each run that is wanted, so that a request sent twice starts one run.</summary>
    public string Token { get; } = Guid.NewGuid().ToString("N");
}
