using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>The scopes of the workspace.</summary>
internal sealed class SecretScopes(CloudState state)
{
    private const int Limit = 1000;

    private readonly Table kept = state.Table("secret_scopes");

    /// <summary>By name.</summary>
    public IEnumerable<SecretScope> All() => kept.All().Select(entry => SecretScope.Read(entry.Value));

    /// <exception cref="ApiError">404.</exception>
    public SecretScope Get(string name) =>
        kept.Get(name) is { } json ? SecretScope.Read(json) : throw ApiError.Missing($"Scope {name} does not exist!");

    /// <exception cref="ApiError">400 when there is one of that name.</exception>
    public void Add(SecretScope scope)
    {
        lock (kept.Gate)
        {
            if (kept.Get(scope.Name) is not null)
                throw ApiError.Exists($"Scope {scope.Name} already exists!");
            if (kept.All().Count >= Limit)
                throw ApiError.Of(400, "RESOURCE_LIMIT_EXCEEDED", $"A workspace has at most {Limit} secret scopes.");

            Put(scope);
        }
    }

    public void Put(SecretScope scope) => kept.Put(scope.Name, scope.ToJson());

    public void Remove(string name) => kept.Remove(name);
}
