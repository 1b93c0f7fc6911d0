using Layercake.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Layercake.Web.Components;

/// <summary>A page that knows who looks at it.</summary>
public abstract class UserPage : ComponentBase
{
    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>Known from the first rendering on.</summary>
    protected WebUser User { get; private set; } = WebUser.Nobody;

    /// <summary>The environment that the page is about; null where it is about several.</summary>
    protected virtual string? Shown => null;

    protected override async Task OnInitializedAsync()
    {
        User = UserClaims.Read((await Authentication).User);
        if (Shown is { } environment)
            User.Require(WebRole.Look, environment);
    }
}
