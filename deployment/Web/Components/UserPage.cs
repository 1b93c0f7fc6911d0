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
    protected WebUser User { get; private set; } = new("", new HashSet<WebRole>());

    protected override async Task OnInitializedAsync()
    {
        User = WebUser.Of((await Authentication).User);
        User.Require(WebRole.Look);
    }
}
