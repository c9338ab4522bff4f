// CardForm 2.4.1: groups the digits of a card number, and shows the brand of the card.
(() => {
  const form = document.getElementById("card");
  const number = form.elements.number;
  number.addEventListener("input", async () => {
    const digits = number.value.replace(/\D/g, "").slice(0, 19);
    number.value = digits.replace(/(.{4})(?=.)/g, "$1 ");
    if (digits.length === 6) {
      const answer = await fetch("https://api.cardform.test/brand/" + digits);
      form.dataset.brand = (await answer.json()).brand;
    }
  });
})();
