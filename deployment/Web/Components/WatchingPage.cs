using Layercake.Web.Access;
using Layercake.Web.Runs;
using Microsoft.AspNetCore.Components;

namespace Layercake.Web.Components;

/// <summary>A page that shows a run while it is under way. The run belongs to the server, so nothing of it is lost with the page.</summary>
public abstract class WatchingPage : UserPage, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource gone = new();
    private RunSnapshot? shown;

    [Inject]
    public required RunList Runs { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>The run that is watched; null when there is none.</summary>
    protected abstract WebRun? Watched { get; }

    /// <summary>Called when the run has more to show, before that is shown.</summary>
    protected virtual Task OnChangedAsync() => Task.CompletedTask;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Period, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(gone.Token))
                await InvokeAsync(async () =>
                {
                    if (Watched?.Snapshot is not { } now || ReferenceEquals(now, shown))
                        return;

                    shown = now;
                    await OnChangedAsync();
                    StateHasChanged();
                });
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested) { }
        catch (AccessDeniedException e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        gone.Cancel();
        gone.Dispose();
    }
}
