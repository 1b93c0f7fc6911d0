using Layercake.Engine.Kinds.Checks;

namespace Layercake.Engine.Tests.Checks;

public sealed class QuartzCronTests
{
    [Theory]
    [InlineData("0 0 * * * ?")]
    [InlineData("0 30 2 * * ?")]
    [InlineData("0 0/15 6-18 ? * MON-FRI")]
    [InlineData("0 */5 * * * ?")]
    [InlineData("44 37 8 * * ?")]
    [InlineData("0 15,45 22-2 ? * fri-mon")]
    [InlineData("0 0 12 L * ?")]
    [InlineData("0 0 12 L-3 * ?")]
    [InlineData("0 0 12 LW * ?")]
    [InlineData("0 0 12 15W * ?")]
    [InlineData("0 0 12 1,15 JAN,JUL ?")]
    [InlineData("0 0 12 ? * 6L")]
    [InlineData("0 0 12 ? * FRIL")]
    [InlineData("0 0 12 ? * 6#3")]
    [InlineData("0 0 12 ? * FRI#2 2030-2035")]
    [InlineData("0 0 12 ? 1/3 L")]
    [InlineData("  0  0 12 * *   ? ")]
    public void What_Quartz_reads_is_no_mistake(string expression) => Assert.Null(QuartzCron.Problem(expression));

    [Theory]
    [InlineData("60 0 * * * ?", "is wrong in the second, 60: 60 is not 0 to 59.")]
    [InlineData("0 75 * * * ?", "is wrong in the minute, 75: 75 is not 0 to 59.")]
    [InlineData("0 0 24 * * ?", "is wrong in the hour, 24: 24 is not 0 to 23; midnight is 0.")]
    [InlineData("0 0/60 * * * ?", "is wrong in the minute, 0/60: after / stands a number up to 59, not 60.")]
    [InlineData("0 0 6 32 * ?", "is wrong in the day of month, 32: 32 is not 1 to 31.")]
    [InlineData("0 0 6 L,15 * ?", "is wrong in the day of month, L,15: L cannot stand in a list.")]
    [InlineData("0 0 6 L-40 * ?", "is wrong in the day of month, L-40: L-40 is not L, LW or L-1 to L-30.")]
    [InlineData("0 0 6 ?,1 * ?", "is wrong in the day of month, ?,1: ? stands alone.")]
    [InlineData("0 0 6 1#2 * ?", "is wrong in the day of month, 1#2: # stands only in the day of week.")]
    [InlineData("0 0 6 * MAI ?", "is wrong in the month, MAI: MAI is not 1 to 12 or JAN to DEC.")]
    [InlineData("0 0 6 ? * 0", "is wrong in the day of week, 0: 0 is not 1 to 7 or SUN to SAT; Sunday is 1.")]
    [InlineData("0 0 6 ? * MON-FRI-SUN", "is wrong in the day of week, MON-FRI-SUN: MON-FRI-SUN is no range.")]
    [InlineData("0 0 6 ? * FRI#6", "is wrong in the day of week, FRI#6: after # stands 1 to 5, not 6.")]
    [InlineData("0 0 6 ? * 15W", "is wrong in the day of week, 15W: 15W is not 1 to 7 or SUN to SAT.")]
    [InlineData("0 ? 6 * * ?", "is wrong in the minute, ?: ? stands only for the day of month or the day of week.")]
    [InlineData("0 0, 6 * * ?", "is wrong in the minute, 0,: there is nothing before or after a comma.")]
    [InlineData("0 0 6 * * ? 1960", "is wrong in the year, 1960: 1960 is not 1970 to 2099.")]
    [InlineData("0 0 6 * * *", "says both a day of month and a day of week; one of them must be ?. Write 0 0 6 * * ?.")]
    [InlineData("0 0 6 1 * MON", "says both a day of month and a day of week; one of them must be ?. For example, 0 30 6 ? * MON-FRI")]
    [InlineData("0 0 6 ? * ?", "has ? for both days")]
    [InlineData("0 0 6", "has 3 fields; it needs six")]
    [InlineData("", "has 0 fields; it needs six")]
    [InlineData("@daily", "is a shorthand that Quartz does not have. Write 0 0 0 * * ?.")]
    public void A_mistake_is_explained_in_its_field(string expression, string says) =>
        Assert.StartsWith(says, QuartzCron.Problem(expression));

    [Theory]
    [InlineData("*/5 * * * *", "0 */5 * * * ?")]
    [InlineData("30 6 * * 1-5", "0 30 6 ? * MON-FRI")]
    [InlineData("0 0 1 * *", "0 0 0 1 * ?")]
    [InlineData("0 4 * * sun", "0 0 4 ? * SUN")]
    [InlineData("0 4 * * 0,6", "0 0 4 ? * SUN,SAT")]
    public void An_expression_of_Unix_is_translated(string unix, string quartz)
    {
        var problem = QuartzCron.Problem(unix);

        Assert.StartsWith("has five fields, as Unix writes it", problem);
        Assert.EndsWith($"Write {quartz}.", problem);
        Assert.Null(QuartzCron.Problem(quartz));
    }

    [Fact]
    public void What_Unix_says_of_both_days_has_no_translation() =>
        Assert.EndsWith("For example, 0 30 6 ? * MON-FRI is half past six on working days.", QuartzCron.Problem("0 4 1 * 1"));
}
