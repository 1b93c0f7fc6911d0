using Layercake.Identity.Tokens;
using Layercake.Identity.Workspaces;

namespace Layercake.Web.Access;

/// <summary>As whom the runs sign in that a user asks for.</summary>
/// <param name="user">Their name.</param>
/// <param name="signIns">What holds for all users; null where every run signs in as the environment says.</param>
public sealed class UserSignIn(string user, UserSignIns? signIns)
{
    public static UserSignIn ServicePrincipal { get; } = new("", null);

    /// <summary>Opens a workspace of an environment as the user; null where whom the environment says signs in.</summary>
    public Func<Uri, IWorkspaceCredential>? To(string environment) =>
        signIns?.Rules.Of(environment) == DeployAs.User ? workspace => new Credential(user, signIns, workspace) : null;

    /// <summary>Why no run could sign in to an environment now; null where one can, as far as is known.</summary>
    public string? Problem(string environment) =>
        signIns?.Rules.Of(environment) == DeployAs.User ? signIns.Problem(user) : null;

    private sealed class Credential(string user, UserSignIns signIns, Uri workspace) : IWorkspaceCredential
    {
        private string? last;

        public string Description => $"{user}, with a token of their own";

        public ValueTask<string> GetAsync(bool renew, CancellationToken ct)
        {
            if (!signIns.MayGoTo(workspace))
                throw new SignInException(
                    $"The token of {user} is not sent to {workspace.Host}: {signIns.WhereTo}. Correct workspace_url, or deploy there "
                        + "as the service principal."
                );
            if (signIns.Problem(user) is { } problem)
                throw new SignInException(problem);

            var token = signIns.Tokens.Of(user)!.Value;
            if (renew && token == last)
                throw new SignInException(
                    $"The workspace refused the token of {user}: it was revoked, or {user} is no user of it. Load the page again, and "
                        + "start the step again."
                );
            return ValueTask.FromResult(last = token);
        }
    }
}
