using System.Globalization;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Repos;

/// <summary>The Git Credentials API: what callers sign in to providers with. A token that is sent is not kept.</summary>
internal sealed class GitCredentialsEndpoints(CloudState state) : IEndpoints
{
    private const string Root = "/api/2.0/git-credentials";
    private const string Provider = "git_provider";

    private static readonly BodyShape Shape = new()
    {
        Texts = [Provider, "git_username", "git_email", "name", "personal_access_token"],
        Flags = ["is_default_for_provider"],
        ReadOnly = ["credential_id", "principal_id"],
    };

    private readonly ObjectTable credentials = new(state, "git-credentials");

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, List);
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(View(Get(request))));
        routes.Patch($"{Root}/{{id}}", Update);
        routes.Delete($"{Root}/{{id}}", Delete);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var spec = Read(request);
        spec[Provider] = GitProvider.OfCredential(spec.Required(Provider));
        lock (credentials.Gate)
        {
            // The words are those of older releases; that another name makes it another credential is unconfirmed.
            CommonRules.Require(
                !Of(request.Caller).Any(other => Same(other, spec, Provider) && Same(other, spec, "name")),
                $"Only one Git credential is supported at this time. There is one for {spec[Provider]} already."
            );
            var id = CloudState.NewId().ToString(CultureInfo.InvariantCulture);
            return ApiResponse.Json(View(credentials.Add(id, spec, request.Caller)));
        }
    }

    private ApiResponse List(ApiRequest request)
    {
        var found = Of(request.Caller).Select(View).ToList();
        return found.Count == 0 ? ApiResponse.Empty : ApiResponse.Json(new JObject { ["credentials"] = new JArray(found) });
    }

    private ApiResponse Update(ApiRequest request)
    {
        var fields = Read(request);
        if (fields.Text(Provider) is { } provider)
            fields[Provider] = GitProvider.OfCredential(provider);
        lock (credentials.Gate)
        {
            var credential = Get(request);
            var spec = new JObject(credential.Spec);
            spec.Merge(fields);
            credentials.Put(credential.With(spec, request.Caller, state.Now));
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (credentials.Gate)
            credentials.Remove(Get(request).Id);

        return ApiResponse.Empty;
    }

    private static JObject Read(ApiRequest request)
    {
        var sent = Shape.Read(request);
        sent.Remove("personal_access_token");
        return sent;
    }

    private IEnumerable<StoredObject> Of(Principal owner) => credentials.All().Where(credential => credential.CreatorId == owner.Id);

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return Of(request.Caller).FirstOrDefault(credential => credential.Id == id)
            ?? throw ApiError.Missing($"Git credential {id} does not exist.");
    }

    private static bool Same(StoredObject one, JObject other, string field) => (string?)one.Spec[field] == (string?)other[field];

    private static JObject View(StoredObject credential) =>
        new(credential.Spec) { ["credential_id"] = long.Parse(credential.Id, CultureInfo.InvariantCulture) };
}
