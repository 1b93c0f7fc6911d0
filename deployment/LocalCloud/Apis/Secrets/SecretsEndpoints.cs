using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Secrets;

/// <summary>The Secrets API: scopes whose secrets the workspace keeps or a vault does, and who may use them.</summary>
internal sealed class SecretsEndpoints(CloudState state, Vaults vaults, ScopeAccess access) : IEndpoints
{
    private readonly SecretScopes scopes = new(state);
    private readonly StoredSecrets kept = new(state);
    private readonly VaultBackend backend = new(vaults);

    public void Map(RouteTable routes)
    {
        routes.Post("/api/2.0/secrets/scopes/create", CreateScope);
        routes.Post("/api/2.0/secrets/scopes/delete", DeleteScope);
        routes.Get("/api/2.0/secrets/scopes/list", _ => Listing("scopes", scopes.All().Select(scope => scope.ToView())));
        routes.Post("/api/2.0/secrets/put", Put);
        routes.Post("/api/2.0/secrets/delete", Delete);
        routes.Get("/api/2.0/secrets/list", List);
        routes.Get("/api/2.0/secrets/get", Get);
        routes.Post("/api/2.0/secrets/acls/put", PutAcl);
        routes.Post("/api/2.0/secrets/acls/delete", DeleteAcl);
        routes.Get(
            "/api/2.0/secrets/acls/list",
            request => Listing("items", Scope(request, Permission.Manage).Acls.Select(acl => Acl(acl.Key, acl.Value)))
        );
        routes.Get("/api/2.0/secrets/acls/get", GetAcl);
    }

    private ApiResponse CreateScope(ApiRequest request)
    {
        var name = request.RequiredText("scope");
        SecretNames.CheckScope(name);
        var manager = request.Text("initial_manage_principal");
        if (manager is not null and not "users")
            throw ApiError.InvalidParameter("initial_manage_principal can only be users.");

        var vault = request.Text("scope_backend_type") switch
        {
            null or SecretScope.Databricks => null,
            SecretScope.KeyVault => VaultBackend.Reference(request),
            var other => throw ApiError.InvalidParameter($"Unknown scope_backend_type: {other}"),
        };
        scopes.Add(
            new SecretScope(
                name,
                vault,
                new SortedDictionary<string, Permission>(StringComparer.Ordinal)
                {
                    [manager ?? request.Caller.UserName] = Permission.Manage,
                }
            )
        );
        return ApiResponse.Empty;
    }

    private ApiResponse DeleteScope(ApiRequest request)
    {
        var scope = Scope(request, Permission.Manage);
        scopes.Remove(scope.Name);
        kept.Clear(scope.Name);
        return ApiResponse.Empty;
    }

    private ApiResponse Put(ApiRequest request)
    {
        var scope = Writable(request);
        kept.Put(scope.Name, Key(request), SecretNames.ValueOf(request));
        return ApiResponse.Empty;
    }

    private ApiResponse Delete(ApiRequest request)
    {
        kept.Remove(Writable(request).Name, Key(request));
        return ApiResponse.Empty;
    }

    private ApiResponse List(ApiRequest request)
    {
        var scope = Scope(request, Permission.Read);
        return Listing("secrets", scope.Vault is { } vault ? backend.List(vault) : kept.List(scope.Name));
    }

    private ApiResponse Get(ApiRequest request)
    {
        var (scope, key) = (Scope(request, Permission.Read), Key(request));
        var value = scope.Vault is { } vault ? backend.Value(vault, scope.Name, key) : kept.Value(scope.Name, key);
        return ApiResponse.Json(new JObject { ["key"] = key, ["value"] = value });
    }

    private ApiResponse PutAcl(ApiRequest request)
    {
        var (scope, principal) = (Scope(request, Permission.Manage), request.RequiredText("principal"));
        if (!access.Knows(principal))
            throw ApiError.InvalidParameter($"Principal {principal} does not exist.");

        scopes.Put(
            scope.With(
                principal,
                request.RequiredText("permission") switch
                {
                    "READ" => Permission.Read,
                    "WRITE" => Permission.Write,
                    "MANAGE" => Permission.Manage,
                    var other => throw ApiError.InvalidParameter($"permission must be READ, WRITE or MANAGE, not {other}."),
                }
            )
        );
        return ApiResponse.Empty;
    }

    private ApiResponse DeleteAcl(ApiRequest request)
    {
        var (scope, principal) = (Scope(request, Permission.Manage), request.RequiredText("principal"));
        PermissionOf(scope, principal);
        scopes.Put(scope.With(principal, null));
        return ApiResponse.Empty;
    }

    private ApiResponse GetAcl(ApiRequest request)
    {
        var (scope, principal) = (Scope(request, Permission.Manage), request.RequiredText("principal"));
        return ApiResponse.Json(Acl(principal, PermissionOf(scope, principal)));
    }

    /// <summary>The scope that the request names, when its caller has at least that permission.</summary>
    private SecretScope Scope(ApiRequest request, Permission needed)
    {
        var scope = scopes.Get(request.RequiredText("scope"));
        access.Check(request.Caller, scope, needed);
        return scope;
    }

    private SecretScope Writable(ApiRequest request) =>
        Scope(request, Permission.Write) is { Vault: null } scope
            ? scope
            : throw ApiError.Of(
                400,
                "BAD_REQUEST",
                $"Scope {request.Text("scope")} is backed by Azure KeyVault, and its secrets cannot be written through this API."
            );

    private static string Key(ApiRequest request)
    {
        var key = request.RequiredText("key");
        SecretNames.CheckKey(key);
        return key;
    }

    private static Permission PermissionOf(SecretScope scope, string principal) =>
        scope.Acls.TryGetValue(principal, out var permission)
            ? permission
            : throw ApiError.Missing($"Principal {principal} has no permission on scope {scope.Name}.");

    private static JObject Acl(string principal, Permission permission) =>
        new() { ["principal"] = principal, ["permission"] = permission.ToString().ToUpperInvariant() };

    // An empty list is left out, as the service does.
    private static ApiResponse Listing(string name, IEnumerable<JObject> items) =>
        items.ToList() is { Count: > 0 } all ? ApiResponse.Json(new JObject { [name] = new JArray(all) }) : ApiResponse.Empty;
}
