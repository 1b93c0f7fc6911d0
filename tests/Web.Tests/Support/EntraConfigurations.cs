using Layercake.Testing;
using Layercake.Web.Configuration;

namespace Layercake.Web.Tests.Support;

internal static class EntraConfigurations
{
    /// <summary>A server whose users sign in at the local cloud; nobody has a role yet.</summary>
    public static WebConfiguration WebEntra(this LocalCloudFixture cloud) =>
        new()
        {
            Mode = SignInMode.Entra,
            Entra = new EntraSettings(new Uri(cloud.Description.Authority), cloud.Description.TenantId, cloud.Description.WebClientId)
            {
                ClientSecret = cloud.Description.WebClientSecret,
            },
        };
}
