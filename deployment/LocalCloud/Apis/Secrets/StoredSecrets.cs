using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>The secrets that the workspace itself keeps, by scope and key; keys that differ only by case are one.</summary>
internal sealed class StoredSecrets(CloudState state)
{
    private const int Limit = 1000;

    // The snapshot of the state blanks values of tables with this word in their name.
    private readonly Table kept = state.Table("scope_secrets");

    public IEnumerable<JObject> List(string scope) =>
        In(scope).Select(secret => new JObject { ["key"] = secret["key"], ["last_updated_timestamp"] = secret["last_updated_timestamp"] });

    /// <summary>In base64.</summary>
    /// <exception cref="ApiError">404.</exception>
    public string Value(string scope, string key) => (string)Find(scope, key)["value"]!;

    public void Put(string scope, string key, byte[] value)
    {
        lock (kept.Gate)
        {
            if (kept.Get(Name(scope, key)) is null && In(scope).Count() >= Limit)
                throw ApiError.Of(400, "RESOURCE_LIMIT_EXCEEDED", $"A scope has at most {Limit} secrets.");

            kept.Put(
                Name(scope, key),
                new JObject
                {
                    ["scope"] = scope,
                    ["key"] = key,
                    ["value"] = Convert.ToBase64String(value),
                    ["last_updated_timestamp"] = state.Now,
                }
            );
        }
    }

    /// <exception cref="ApiError">404.</exception>
    public void Remove(string scope, string key)
    {
        Find(scope, key);
        kept.Remove(Name(scope, key));
    }

    public void Clear(string scope)
    {
        foreach (var secret in In(scope).ToList())
            kept.Remove(Name(scope, (string)secret["key"]!));
    }

    private IEnumerable<JObject> In(string scope) =>
        kept.All().Select(entry => entry.Value).Where(secret => (string?)secret["scope"] == scope);

    private JObject Find(string scope, string key) => kept.Get(Name(scope, key)) ?? throw SecretNames.NoSuchKey(scope, key);

    // A key has no blanks.
    private static string Name(string scope, string key) => $"{scope} {key.ToLowerInvariant()}";
}
