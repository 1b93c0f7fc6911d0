using Layercake.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Components;

/// <summary>A page that knows who looks at it.</summary>
public abstract class UserPage : ComponentBase
{
    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>Of the first answer; null once the page is connected.</summary>
    [CascadingParameter]
    public HttpContext? Request { get; set; }

    /// <summary>Known from the first rendering on.</summary>
    protected WebUser User { get; private set; } = WebUser.Nobody;

    /// <summary>The environment that the page is about; null where it is about several.</summary>
    protected virtual string? Shown => null;

    protected override async Task OnInitializedAsync()
    {
        User = UserClaims.Read((await Authentication).User);
        if (Shown is not { } environment)
            return;

        if (!User.May(WebRole.Look, environment) && Request is { Response.HasStarted: false } request)
            request.Response.StatusCode = StatusCodes.Status403Forbidden;
        User.Require(WebRole.Look, environment);
    }
}
