using Build.WebPages;
using Layercake.Engine.Planning;

namespace Layercake.Build.Tests.WebPages;

public sealed class RunPictureTests
{
    [Fact]
    public void Jobs_in_a_circle_have_a_line_back()
    {
        var picture = RunPicture.Of([Job("first", needs: "second"), Job("second", stub: "first"), Job("alone")], around: null)!;

        Assert.Equal(["jobs.first", "jobs.second", "jobs.alone"], picture.Boxes.Select(box => box.Asset));
        Assert.Equal([false, true], picture.Lines.Select(line => line.ClosesCircle));
        Assert.True(picture.Boxes.All(box => box.X + box.Width <= picture.Width && box.Y + box.Height <= picture.Height));
    }

    [Fact]
    public void What_nothing_depends_on_has_no_picture() => Assert.Null(RunPicture.Of([Job("a"), Job("b")], around: null));

    [Fact]
    public void Of_many_assets_those_next_to_the_chosen_one_are_drawn()
    {
        Change[] many = [Job("hub", needs: "1"), .. Enumerable.Range(1, 999).Select(number => Job($"{number}")), Job("user", needs: "hub")];

        Assert.Empty(RunPicture.Of(many, around: null)!.Boxes);
        Assert.Empty(RunPicture.Of(many, around: "jobs.gone")!.Boxes);
        var picture = RunPicture.Of(many, around: "jobs.hub")!;
        Assert.Equal(["jobs.1", "jobs.hub", "jobs.user"], picture.Boxes.Select(box => box.Asset).Order(StringComparer.Ordinal));
        Assert.Equal((2, 1001), (picture.Lines.Count, picture.Total));
    }

    private static Change Job(string name, string? needs = null, string? stub = null) =>
        new()
        {
            Kind = "jobs",
            Name = name,
            Action = ChangeAction.Create,
            Reason = "",
            After = needs is null ? [] : [$"jobs.{needs}"],
            AfterStub = stub is null ? [] : [$"jobs.{stub}"],
        };
}
