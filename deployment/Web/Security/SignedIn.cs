using Layercake.Web.Access;
using Layercake.Web.Configuration;

namespace Layercake.Web.Security;

/// <summary>Makes a user of whoever signed in.</summary>
internal static class SignedIn
{
    /// <summary>
    /// How long a sign-in counts, also for a page that stays open: a role that was taken away is gone after it.
    /// </summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(4);

    public static WebUser As(UserIdentity identity, WebConfiguration web, TimeProvider clock) =>
        new(identity.Name, web.Roles.Of(identity.Memberships)) { Until = clock.GetUtcNow() + Length };
}
