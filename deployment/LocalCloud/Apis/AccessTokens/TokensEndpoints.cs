using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.AccessTokens;

/// <summary>The Token API: callers make access tokens for themselves, with which the workspace then lets them in.</summary>
internal sealed class TokensEndpoints(PersonalTokens tokens) : IEndpoints
{
    private const string Root = "/api/2.0/token";

    // As long as the service lets any token live; that one without a lifetime gets it is unconfirmed.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(730);

    private static readonly BodyShape Shape = new()
    {
        Texts = ["comment", "token_id"],
        Numbers = ["lifetime_seconds"],
        Lists = ["scopes"],
    };

    public void Map(RouteTable routes)
    {
        routes.Post($"{Root}/create", Create);
        routes.Post($"{Root}/delete", Delete);
        routes.Get(
            $"{Root}/list",
            request => ApiResponse.Json(new JObject { ["token_infos"] = new JArray(tokens.Of(request.Caller).Select(View)) })
        );
    }

    private ApiResponse Create(ApiRequest request)
    {
        var sent = Shape.Read(request);
        sent.RequireRange("lifetime_seconds", 1, (long)Longest.TotalSeconds);
        var lifetime = (long?)sent["lifetime_seconds"] is { } seconds ? TimeSpan.FromSeconds(seconds) : Longest;
        var (value, token) = tokens.Issue(request.Caller, sent.Text("comment"), sent.Texts("scopes"), lifetime);
        return ApiResponse.Json(new JObject { ["token_value"] = value, ["token_info"] = View(token) });
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var id = Shape.Read(request).Required("token_id");
        return tokens.Revoke(request.Caller, id) ? ApiResponse.Empty : throw ApiError.Missing($"Token with ID {id} does not exist.");
    }

    private static JObject View(PersonalToken token)
    {
        var view = new JObject
        {
            ["token_id"] = token.Id,
            ["creation_time"] = token.Created,
            ["expiry_time"] = token.Expires,
        };
        if (token.Comment is { } comment)
            view["comment"] = comment;
        if (token.Scopes.Count > 0)
            view["scopes"] = new JArray(token.Scopes);

        return view;
    }
}
