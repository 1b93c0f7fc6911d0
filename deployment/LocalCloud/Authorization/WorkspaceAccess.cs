using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Authorization;

/// <summary>
/// Who may call the workspace: its user by personal access token, and applications by Entra's tokens or the workspace's own.
/// </summary>
internal sealed class WorkspaceAccess(
    CloudAccounts accounts,
    Tokens tokens,
    PersonalTokens personal,
    DeniedApplications denials,
    WorkspaceUsers users,
    ScimPeople people,
    ResourceStore resources
)
{
    // What tokens of the workspace's own name as their issuer, after its address.
    private const string WorkspaceIssuer = "/oidc";
    private const string ManagementToken = "X-Databricks-Azure-SP-Management-Token";
    private const string ResourceId = "X-Databricks-Azure-Workspace-Resource-Id";

    /// <exception cref="ApiError">The refusal.</exception>
    public Principal Check(AccessRequest question)
    {
        var principal = (question.BearerToken ?? question.TokenAsPassword) is { } token
            ? Identify(token, question)
            : throw new ApiError(
                401,
                new JObject { ["error_code"] = 401, ["message"] = "Credential was not sent or was of an unsupported type for this API." }
            );
        if (
            question.Path.EndsWith("/clusters/create", StringComparison.Ordinal)
            && !users.Get(principal).Entitlements.Contains("allow-cluster-create")
        )
            throw ApiError.Of(403, "PERMISSION_DENIED", "You are not authorized to create clusters. Please contact your administrator.");

        return principal;
    }

    private Principal Identify(string token, AccessRequest question)
    {
        if (token == accounts.Token)
            return accounts.User;

        // Only a token that looks like a JWT is judged as one; anything else is a personal access token.
        if (token.Count(c => c == '.') != 2)
            return personal.OwnerOf(token) is { } owner && users.Get(owner).IsMember && !denials.Has(Access.Workspace, owner.UserName)
                ? owner
                : throw new ApiError(403, new JObject { ["error_code"] = 403, ["message"] = "Invalid access token." });

        var (holder, problem) = tokens.Check(token, Audiences.Databricks);
        if (holder is not { App: var app })
            throw ApiError.Of(401, "UNAUTHENTICATED", $"{problem}.");

        if (holder.User is { } person)
            return Identify(person);

        if (denials.Has(Access.Workspace, app.ClientId))
            throw ApiError.Of(403, "PERMISSION_DENIED", $"User {app.ClientId} is not authorized to use this workspace.");

        if (!users.Get(app.Principal).IsMember)
            Admit(app, question);

        return app.Principal with
        {
            HasEntraToken = JsonWebToken.Parse(token)?["iss"]?.EndsWith(WorkspaceIssuer, StringComparison.Ordinal) == false,
        };
    }

    private Principal Identify(TenantUser person)
    {
        var user = users.Get(person.UserName);
        if (!user.IsMember)
            throw NotAMember();

        // Users of the tenant are added when they first come, and are no administrators.
        if (people.Find(person.UserName) is null)
            users.Put(person.UserName, user with { Groups = ["users"] });
        return people.Find(person.UserName)! with
        {
            DisplayName = person.DisplayName,
            HasEntraToken = true,
        };
    }

    // Whoever may manage the workspace as a resource becomes its administrator by saying so.
    private void Admit(CloudApp app, AccessRequest question)
    {
        var mayManage =
            question.Header(ManagementToken) is { } token
            && tokens.Check(token, Audiences.ResourceManager, Audiences.ServiceManagement).Holder?.App == app
            && !denials.Has(Access.ResourceManager, app.ClientId);
        if (!mayManage || !IsThisWorkspace(question.Header(ResourceId)?.TrimEnd('/')))
            throw NotAMember();

        users.Put(app.ClientId, new WorkspaceUser());
    }

    private ApiError NotAMember() =>
        new(403, new JObject { ["error_code"] = 403, ["message"] = $"Unauthorized access to Org: {accounts.WorkspaceId}" });

    // Every workspace of this cloud has the one address.
    private bool IsThisWorkspace(string? id) =>
        id is not null
        && (
            string.Equals(id, accounts.WorkspaceResourceId, StringComparison.OrdinalIgnoreCase)
            || string.Equals((string?)resources.Get(id)?["type"], "Microsoft.Databricks/workspaces", StringComparison.OrdinalIgnoreCase)
        );
}
