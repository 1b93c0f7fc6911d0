using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>One object of a kind: what users asked for, and what the service knows of it besides.</summary>
/// <param name="Number">Higher than that of every object made before.</param>
/// <param name="Spec">The fields as sent, with the defaults of those that were not.</param>
/// <param name="Facts">What is special about the kind: a state and since when, an etag.</param>
internal sealed record StoredObject(string Id, long Number, JObject Spec, JObject Facts)
{
    public required string CreatorId { get; init; }

    public required string Creator { get; init; }

    public required string Modifier { get; init; }

    public required long CreatedAt { get; init; }

    public required long UpdatedAt { get; init; }

    /// <summary>What users have changed it to.</summary>
    public StoredObject With(JObject spec, Principal by, long now) => this with { Spec = spec, Modifier = by.UserName, UpdatedAt = now };

    public StoredObject WithFact(string name, JToken? value)
    {
        var facts = new JObject(Facts);
        facts.Remove(name);
        if (value is not null)
            facts[name] = value;

        return this with
        {
            Facts = facts,
        };
    }

    public JObject ToJson() =>
        new()
        {
            ["number"] = Number,
            ["creator_id"] = CreatorId,
            ["creator"] = Creator,
            ["modifier"] = Modifier,
            ["created_at"] = CreatedAt,
            ["updated_at"] = UpdatedAt,
            ["facts"] = Facts,
            ["spec"] = Spec,
        };

    public static StoredObject Read(string id, JObject json) =>
        new(id, (long)json["number"]!, (JObject)json["spec"]!, (JObject)json["facts"]!)
        {
            CreatorId = (string)json["creator_id"]!,
            Creator = (string)json["creator"]!,
            Modifier = (string)json["modifier"]!,
            CreatedAt = (long)json["created_at"]!,
            UpdatedAt = (long)json["updated_at"]!,
        };
}
