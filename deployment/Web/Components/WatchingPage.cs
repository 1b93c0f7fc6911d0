using Layercake.Web.Runs;
using Microsoft.AspNetCore.Components;

namespace Layercake.Web.Components;

/// <summary>A page that shows a run while it is under way. The run belongs to the server, so nothing of it is lost with the page.</summary>
public abstract class WatchingPage : UserPage, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource leaving = new();
    private (RunSnapshot? Snapshot, bool IsBusy) shown;

    protected WatchingPage() => Gone = leaving.Token;

    [Inject]
    public required RunList Runs { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>Is cancelled when the page is left.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>The run that is watched; null when there is none.</summary>
    protected abstract WebRun? Watched { get; }

    /// <summary>Whether something is under way that the page says more of than the run it watches.</summary>
    protected virtual bool IsBusy => false;

    /// <summary>Called when there is more to show, before that is shown.</summary>
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
            while (await timer.WaitForNextTickAsync(Gone))
                await InvokeAsync(LookAsync);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested) { }
        catch (Exception e) when (!Gone.IsCancellationRequested)
        {
            // The page says that it failed, where it would stand still.
            await DispatchExceptionAsync(e);
        }
    }

    private async Task LookAsync()
    {
        var (snapshot, isBusy) = (Watched?.Snapshot, IsBusy);
        if (ReferenceEquals(snapshot, shown.Snapshot) && isBusy == shown.IsBusy)
            return;

        shown = (snapshot, isBusy);
        await OnChangedAsync();
        StateHasChanged();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        leaving.Cancel();
        leaving.Dispose();
    }
}
