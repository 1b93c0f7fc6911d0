using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Deployments;

/// <summary>A deployment of a template into a group, and how far it has come.</summary>
internal sealed record Deployment
{
    public required string Group { get; init; }

    public required string Name { get; init; }

    public required string OperationId { get; init; }

    public required JObject Template { get; init; }

    public required JObject Parameters { get; init; }

    /// <summary>Epoch milliseconds.</summary>
    public required long Started { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public long? Ended { get; init; }

    /// <summary>The ids of the resources in the order in which they are written.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>How many of them are written.</summary>
    public int Written { get; init; }

    /// <summary>What went wrong with the one after those.</summary>
    public JObject? Error { get; init; }

    public JObject? Outputs { get; init; }

    public bool IsOver => Ended is not null;

    public JObject ToJson() => JObject.FromObject(this);

    public static Deployment Read(JObject json) => json.ToObject<Deployment>()!;
}

/// <summary>How long the steps of a deployment take, in milliseconds of the cloud's clock.</summary>
internal sealed record DeploymentTiming(long Accepted = 200, long Resource = 300);
