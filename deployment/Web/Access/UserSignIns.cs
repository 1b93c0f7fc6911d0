using System.Globalization;

namespace Layercake.Web.Access;

/// <summary>Where runs sign in as the user who asks, and with what.</summary>
public sealed class UserSignIns(DeployAsRules rules, UserTokens tokens, TimeProvider clock)
{
    public DeployAsRules Rules => rules;

    public UserTokens Tokens => tokens;

    /// <summary>What to set up where a user has no token, in a sentence.</summary>
    public required string Setup { get; init; }

    /// <summary>Whether a workspace may be shown the tokens: the addresses come from files of the repository.</summary>
    public required Func<Uri, bool> MayGoTo { get; init; }

    /// <summary>Which workspaces those are, as the end of a sentence.</summary>
    public required string WhereTo { get; init; }

    public UserSignIn Of(WebUser user) => new(user.Name, this);

    /// <summary>Whether a user has no token that is good for so long still, as far as is known.</summary>
    public bool IsOver(string user, TimeSpan reserve) =>
        tokens.Of(user) is not { } token || token.Expires - reserve <= clock.GetUtcNow();

    /// <summary>Why a user cannot sign in now; null where they can, as far as is known.</summary>
    public string? Problem(string user)
    {
        if (tokens.Of(user) is not { } token)
            return $"No token of {user} came with the page, and this environment is deployed to as the user who asks (deploy_as). "
                + Setup;

        return IsOver(user, TimeSpan.Zero)
            ? $"The token of {user} expired at {token.Expires?.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC, and this environment "
                + "is deployed to as the user who asks (deploy_as). Load the page again, and start the step again."
            : null;
    }
}
